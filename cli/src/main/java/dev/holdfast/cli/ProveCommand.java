package dev.holdfast.cli;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Runs scenarios and says what holds. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Starts a real PostgreSQL, runs scenarios with real sessions, and says what holds.",
        footer = {
            "",
            "Examples:",
            "  ./holdfast prove                            the whole catalogue, quick form",
            "  ./holdfast prove flash-sale --long          all flash sales, with the full figures",
            "  ./holdfast prove --saboteurs                does every scenario turn red when it should?",
            "  ./holdfast prove torn-read --postgres 15    on another PostgreSQL",
            "  ./holdfast prove --tag pooler --target jdbc:postgresql://localhost:5432/postgres",
            "",
            "Exit codes: 0 all hold, 1 something is violated, 2 bad options or set-up, 3 something is unknown."
        })
final class ProveCommand implements Callable<Integer> {
    @Mixin
    private ProveOptions options = new ProveOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        return new ProofRun(options.checked(), commandLine(), stdout()).play();
    }

    private String commandLine() {
        ParseResult parsed = spec == null ? null : spec.commandLine().getParseResult();
        return parsed == null ? "./holdfast prove" : "./holdfast " + String.join(" ", parsed.originalArgs());
    }

    private static PrintStream stdout() {
        return System.out;
    }
}
