package dev.holdfast.cli;

import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.ExternalPostgres;
import dev.holdfast.servers.Target;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes what stays: the cache of this user, or what dead runs left on a server of yours. */
@Command(
        name = "clean",
        mixinStandardHelpOptions = true,
        description =
                "Removes what dead runs left in /tmp and the cache of PostgreSQL binaries and clusters; with --target, what dead runs left there, and the templates of tests.")
final class CleanCommand implements Callable<Integer> {
    @Option(
            names = "--target",
            paramLabel = "URL",
            description =
                    "Drop the holdfast_* databases and roles there whose run is dead, and holdfast_template_* databases.")
    private @Nullable String target;

    @Override
    public Integer call() {
        PrintStream out = System.out;
        if (target == null) {
            out.println("removed "
                    + EmbeddedPostgres.clean(EmbeddedOptions.defaults().parent()));
            return ExitCode.ALL_HOLD;
        }
        Target server = Target.parse(target);
        return print(List.of(ExternalPostgres.reap(server), ExternalPostgres.dropTemplates(server)), out);
    }

    private static int print(List<ExternalPostgres.Reaped> all, PrintStream out) {
        List<String> dropped =
                all.stream().flatMap(reaped -> reaped.dropped().stream()).toList();
        List<String> left =
                all.stream().flatMap(reaped -> reaped.left().stream()).toList();
        dropped.forEach(name -> out.println("dropped " + name));
        left.forEach(name -> out.println("could not drop " + name));
        out.printf("%d dropped, %d left%n", dropped.size(), left.size());
        return left.isEmpty() ? ExitCode.ALL_HOLD : ExitCode.BAD_OPTIONS;
    }
}
