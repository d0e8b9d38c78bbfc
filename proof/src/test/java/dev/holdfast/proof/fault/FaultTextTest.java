package dev.holdfast.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.InvalidOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How faults are written. */
class FaultTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "reset before command-complete(COMMIT)",
                "close after execute(COMMIT)",
                "delay(200ms,50ms) before ready-for-query nth 3",
                "bit-flip(3) in data-row(2) session 5",
                "error(40001) instead-of command-complete(INSERT)",
                "slow-drip(1,10ms) in row-description",
                "close in data-row byte 9 every application \"my service\"",
                "lost at cancel",
                "late(2) at cancel",
                "duplicate at byte-to-client(0)",
                "black-hole(5s) after command-complete(PREPARE TRANSACTION)",
                "half-open(to-server) before query(\"select f('a')\")"
            })
    void whatIsWrittenIsPrinted(String text) {
        assertThat(Fault.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    RESET   Before command-complete( COMMIT ) | reset before command-complete(COMMIT)
                    close after sync nth 1                    | close after sync
                    delay( 5s , 1s )before sync               | delay(5s,1s) before sync
                    close before sync session 2 every         | close before sync every session 2
                    """)
    void spacesCapitalsAndOrderDoNotMatter(String text, String canonical) {
        assertThat(Fault.parse(text)).hasToString(canonical);
    }

    @Test
    void everyFaultReadsAsItIsPrinted() {
        long seed = 20_261_121;
        Random random = new Random(seed);
        List<Faults.Pair> pairs = Faults.supported();
        for (int i = 0; i < 2_000; i++) {
            Fault fault = any(pairs.get(random.nextInt(pairs.size())), random);
            assertThat(Fault.parse(fault.toString()))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(fault)
                    .usingRecursiveComparison()
                    .isEqualTo(fault);
        }
    }

    private static Fault any(Faults.Pair pair, Random random) {
        Kind kind = pair.kind();
        Boundary boundary = pair.boundary();
        Place place =
                List.copyOf(pair.places()).get(random.nextInt(pair.places().size()));
        boolean takesByte = kind.takesByte() && place == Place.IN && random.nextBoolean();
        boolean plain = boundary.filter() != Boundary.Filter.OFFSET && random.nextBoolean();
        String which = switch (boundary.filter()) {
            case NONE -> "";
            case COUNT -> "" + (1 + random.nextInt(100));
            case OFFSET -> "" + random.nextInt(100);
            case SQL, TEXT -> text(random);
        };
        return new Fault(
                kind,
                arguments(kind, boundary, random),
                place,
                boundary,
                plain ? "" : which,
                takesByte ? 1 + random.nextInt(50) : 0,
                random.nextInt(4),
                random.nextInt(3),
                random.nextBoolean() ? "" : text(random));
    }

    private static List<String> arguments(Kind kind, Boundary boundary, Random random) {
        List<String> arguments = new ArrayList<>();
        for (Kind.Parameter parameter : kind.parameters()) {
            if (!parameter.required() && random.nextBoolean()) {
                break;
            }
            arguments.add(
                    switch (parameter) {
                        case TIME, TIME_OR_NONE, JITTER, GAP, LIMIT ->
                            random.nextInt(1_000) + (random.nextBoolean() ? "ms" : "s");
                        case BYTES, COUNT, MESSAGES -> "" + (1 + random.nextInt(1_000));
                        case DIRECTION -> random.nextBoolean() ? "to-server" : "to-client";
                        case SQLSTATE -> "40P01";
                        case SEVERITY -> Faults.fatalOnly(boundary) || random.nextBoolean() ? "fatal" : "error";
                    });
        }
        return arguments;
    }

    private static String text(Random random) {
        String characters = "ab C)(\"', \n\té日every nth 3";
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(characters.charAt(random.nextInt(characters.length())));
        }
        return random.nextBoolean() ? text.toString() : text.reverse().toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                                    |  1 | no kind of fault          | close, reset, half-open
                    rest before sync                      |  1 | unknown kind of fault     | close, reset, half-open
                    reset befor sync                      |  7 | unknown place             | before, in, after
                    reset at sync                         |  7 | reset has another place   | before, in, after
                    reset before comit                    | 14 | unknown boundary          | command-complete
                    late at sync                          |  9 | late at sync isn't supported | cancel
                    close in ssl-reply                    | 10 | isn't supported           | data-row
                    close before sync(x)                  | 19 | sync takes nothing        | Leave it out
                    close before data-row(0)              | 23 | not a number from 1       | data-row(2)
                    close before byte-to-client           | 28 | which byte                | byte-to-client(0)
                    close before query(select             | 26 | ')' is missing            |
                    close before query("select            | 20 | a quote without end       |
                    close before sync often               | 19 | unknown clause "often"    | nth N
                    close before sync nth 0               | 23 | not a number from 1       |
                    close before sync nth 2 every         | 25 | said twice                |
                    close before sync byte 2              | 19 | no byte can be named here |
                    close before sync application         | 30 | no application name       |
                    delay before sync                     |  1 | needs more in parentheses | delay(TIME[,JITTER])
                    delay(soon) before sync               |  7 | not a TIME                | 200ms
                    delay(1s,1s,1s) before sync           | 13 | takes no more             | delay(TIME[,JITTER])
                    close(1) before sync                  |  7 | takes no more             | Write close
                    error(4000) instead-of sync           |  7 | not a SQLSTATE            |
                    error(53300,error) instead-of startup | 31 | always fatal              |
                    """)
    void aMistakeIsShownWithItsPositionAndWhatMayStandThere(String text, int position, String message, String hint) {
        assertThatThrownBy(() -> Fault.parse(text)).isInstanceOfSatisfying(InvalidOption.class, refused -> {
            InvalidOption.Problem problem = refused.problems().get(0);
            assertThat(problem.message()).contains(message).endsWith("at character " + position);
            assertThat(problem.detail()).endsWith("\n    " + " ".repeat(position - 1) + "^");
            assertThat(problem.hint()).contains(hint == null ? "" : hint);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    commit                         | COMMIT           | true
                    -- why\\n /* so */ Commit;  | COMMIT           | true
                    commitment                     | COMMIT           | false
                    COMMIT PREPARED 'x'            | commit  prepared | true
                    insert into "T"                | INSERT INTO      | true
                    select 1                       | COMMIT           | false
                    ``                             | COMMIT           | false
                    rollback; commit               | COMMIT           | false
                    """)
    void sqlBeginsWithWholeWords(String sql, String words, boolean begins) {
        assertThat(Sql.begins(sql.replace("\\n", "\n"), words)).isEqualTo(begins);
    }
}
