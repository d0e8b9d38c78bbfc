package dev.holdfast.cli;

import dev.holdfast.cli.report.Masked;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.servers.ServerFailed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one door. Exit codes: {@link ExitCode}. */
@Command(
        name = "holdfast",
        synopsisSubcommandLabel = "COMMAND",
        description = {"Keeps a service's PostgreSQL layer standing under concurrency and faults, and proves it.", ""},
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "The door itself has further commands: test [NAME] [--long], fmt, package.",
            "Exit codes: 0 all hold, 1 something is violated, 2 bad options or set-up, 3 something is unknown.",
            "",
            "Try:  ./holdfast prove flash-sale-5-of-50"
        },
        subcommands = {
            ProveCommand.class,
            SpecCommand.class,
            ListCommand.class,
            ReplayCommand.class,
            ProxyCommand.class,
            BenchCommand.class,
            ExampleCommand.class,
            DoctorCommand.class,
            CleanCommand.class,
            VersionCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    /** Prints what there is to do. */
    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(System.out);
        }
    }

    public static void main(String[] arguments) {
        System.exit(run(commandLine(), arguments));
    }

    /** The JVM's own exit code for an error that nobody caught is 1, which would say that something is violated. */
    static int run(CommandLine line, String... arguments) {
        try {
            return line.execute(arguments);
        } catch (Error e) {
            line.getErr().println(ourFault(e));
            return ExitCode.BAD_OPTIONS;
        }
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler(Main::refuse);
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
        line.setUsageHelpAutoWidth(true);
        line.setAbbreviatedOptionsAllowed(false);
        return line;
    }

    private static int refuse(ParameterException e, String[] arguments) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("error: " + Masked.text(String.valueOf(e.getMessage())));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("  hint: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help lists the options.");
        return ExitCode.BAD_OPTIONS;
    }

    private static int failed(Exception e, CommandLine command) {
        PrintWriter err = command.getErr();
        switch (e) {
            case InvalidOption refused ->
                refused.problems().forEach(problem -> err.println("error: " + Masked.text(problem.text())));
            case ServerFailed failed -> err.println("error: " + failed.getMessage());
            case SQLException sql ->
                err.println("error: the server answered: %s\n  detail: SQLSTATE %s"
                        .formatted(sql.getMessage(), sql.getSQLState()));
            case UncheckedIOException io -> err.println("error: " + io.getMessage());
            default -> err.println(ourFault(e));
        }
        return ExitCode.BAD_OPTIONS;
    }

    private static String ourFault(Throwable e) {
        StringWriter stack = new StringWriter();
        e.printStackTrace(new PrintWriter(stack, true));
        return "error: this is a fault of Holdfast itself; please report it with these lines\n" + stack;
    }
}
