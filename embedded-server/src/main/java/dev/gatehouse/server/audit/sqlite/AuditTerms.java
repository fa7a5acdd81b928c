package dev.gatehouse.server.audit.sqlite;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The terms of the full text index: what a record holds and what a search asks for are spelled alike. */
final class AuditTerms {

    /** Every record has it. */
    static final String ALL = "all";
    /** No record has it. */
    static final String NONE = "none";
    /** Records with a word too long to be kept as one. */
    static final String LONG = "long";

    static final char ACTOR = 'u';
    static final char ACTOR_NAME = 'm';
    static final char ACTION = 'c';
    static final char RESOURCE = 'r';
    static final char OUTCOME = 'o';
    static final char TRACE = 't';
    static final char SESSION = 's';
    static final char NODE = 'd';
    static final char TOPIC = 'p';
    static final char KIND = 'k';

    /** The longest word that is kept as one. */
    static final int LONGEST_WORD = 200;

    /** Half of what the full text index takes as one term; the hex digits of four bytes each. */
    private static final int LONGEST_VALUE = 4_000;
    private static final int SHORTEST_RARE = 6;
    private static final int RADIX = 36;

    private AuditTerms() {}

    /** The term for a field that has this value, or, with {@code *} behind it, for all that begin so. */
    static String field(char field, String value) {
        String cut = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value;
        return field + "x" + HexFormat.of().formatHex(cut.getBytes(StandardCharsets.UTF_8));
    }

    /** The term for a word by its number. */
    static String word(long word) {
        return "w" + Long.toString(word, RADIX);
    }

    /** Whether a word, such as a number, a time or a trace, is not worth a number of its own. */
    static boolean isRare(String word) {
        return word.length() >= SHORTEST_RARE && word.length() <= LONGEST_WORD && isPartOfRare(word);
    }

    /** Whether such a word may contain these characters. */
    static boolean isPartOfRare(String part) {
        for (int at = 0; at < part.length(); at++) {
            char one = part.charAt(at);
            boolean digit = (one >= '0' && one <= '9') || (one >= 'a' && one <= 'f');
            if (!digit && one != ':' && one != '.' && one != '-' && one != '+' && one != 't' && one != 'z') {
                return false;
            }
        }
        return !part.isEmpty();
    }
}
