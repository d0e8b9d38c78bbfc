package dev.holdfast.servers.internal;

import java.nio.CharBuffer;
import java.text.Normalizer;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Passwords as PostgreSQL prepares them before it hashes them: RFC 4013, except that ASCII is left alone, that what is
 * refused is taken as it is, and that the refusals look at the characters before they are normalized.
 */
final class SaslPrep {
    private static final int LAST_OF_ASCII = 0x7F;

    private SaslPrep() {}

    /** The prepared characters, to be wiped by the caller; those that were given are left as they are. */
    static char[] prepare(char[] password) {
        return CharBuffer.wrap(password).chars().allMatch(character -> character <= LAST_OF_ASCII)
                ? password.clone()
                : prepareUnicode(password);
    }

    private static char[] prepareUnicode(char[] password) {
        int[] mapped = CharBuffer.wrap(password)
                .codePoints()
                .filter(point -> Tables.SPACE.contains(point) || !Tables.NOTHING.contains(point))
                .map(point -> Tables.SPACE.contains(point) ? ' ' : point)
                .toArray();
        return mapped.length == 0 || isProhibited(mapped) || isMixed(mapped)
                ? password.clone()
                : Normalizer.normalize(new String(mapped, 0, mapped.length), Normalizer.Form.NFKC)
                        .toCharArray();
    }

    private static boolean isProhibited(int[] points) {
        return IntStream.of(points)
                .anyMatch(point -> Tables.PROHIBITED.contains(point) || Tables.UNASSIGNED.contains(point));
    }

    /** RFC 3454, section 6: what is written from right to left stands alone, and at both ends. */
    private static boolean isMixed(int[] points) {
        CodePoints rightToLeft = Tables.RIGHT_TO_LEFT;
        return IntStream.of(points).anyMatch(rightToLeft::contains)
                && !(rightToLeft.contains(points[0])
                        && rightToLeft.contains(points[points.length - 1])
                        && IntStream.of(points).noneMatch(Tables.LEFT_TO_RIGHT::contains));
    }

    /** Read when the first password comes that isn't ASCII. */
    private static final class Tables {
        private static final Map<String, CodePoints> ALL = CodePoints.tables("saslprep.txt");
        static final CodePoints SPACE = table("space");
        static final CodePoints NOTHING = table("nothing");
        static final CodePoints PROHIBITED = table("prohibited");
        static final CodePoints UNASSIGNED = table("unassigned");
        static final CodePoints RIGHT_TO_LEFT = table("rightToLeft");
        static final CodePoints LEFT_TO_RIGHT = table("leftToRight");

        private static CodePoints table(String name) {
            return Objects.requireNonNull(ALL.get(name), name);
        }
    }
}
