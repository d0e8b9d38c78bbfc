package dev.holdfast.cli;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Plays interleavings that were written as data. */
@Command(
        name = "spec",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays interleavings written as data, in PostgreSQL's isolation test format, and judges them by invariants or by"
                    + " expected output.",
            ""
        },
        footer = {
            "",
            "A .spec file, in this order:",
            "  setup { CREATE TABLE … }  teardown { DROP TABLE … }   before and after each permutation",
            "  invariant \"no oversell\" { SELECT … }                  each row is a violation (Holdfast's own)",
            "  session s1  setup { BEGIN; }  step s1a { UPDATE … }   a client, and what it does at once",
            "  permutation s1a s2a s1b                               an order of steps; without any: all there are",
            "  permutation s1a s2a(*) s1b(s2a, s2b notices 1)        (*) waits first; (x) is done after x; or notices",
            "",
            "Examples:",
            "  ./holdfast spec race.spec                             one file: prints what isolationtester prints",
            "  ./holdfast spec specs --expected expected --out out   a folder in parallel, held against expected/NAME.out",
            "  ./holdfast spec race.spec --permutation \"s1a s2a s1b\" one order, again",
            "  ./holdfast spec race.spec --sample 500 --seed 7       500 of very many orders",
            "",
            "Exit codes: 0 all hold (or were only played), 1 something is violated, 2 bad options, files or set-up,",
            "3 something is unknown."
        })
final class SpecCommand implements Callable<Integer> {
    @Mixin
    private SpecArguments arguments = new SpecArguments();

    @Override
    public Integer call() throws SQLException {
        return new SpecPlay(arguments.checked(System.getenv()), System.out, System.err).play();
    }
}
