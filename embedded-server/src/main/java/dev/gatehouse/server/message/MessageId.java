package dev.gatehouse.server.message;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ids of messages: a letter for the kind, the store's milliseconds, a number, and what makes it unique in the fleet,
 * such as {@code r1763730000000-0-5e884898da280471}. Opaque to clients.
 */
public final class MessageId {

    private static final Pattern FORM = Pattern.compile("([rRdDxX])([0-9]{1,15})-([0-9]{1,15})-([0-9a-f]{16})");

    /** What a message is, and with it who counts what becomes of it. */
    public enum Kind {
        /** In a room's history. */
        ROOM('r', false),
        /** In a room's history, sent by an operator. */
        REPORTED_ROOM('R', true),
        /** In a user's inbox. */
        KEPT('d', false),
        /** In users' inboxes, sent by an operator. */
        REPORTED_KEPT('D', true),
        /** Kept nowhere. */
        PASSING('x', false),
        /** Kept nowhere, sent by an operator. */
        REPORTED_PASSING('X', true);

        private final char letter;
        private final boolean reported;

        Kind(char letter, boolean reported) {
            this.letter = letter;
            this.reported = reported;
        }

        /** With which its ids begin. */
        public char letter() {
            return letter;
        }

        /** Whether there is a report on it to which each socket's acknowledgement counts. */
        boolean countedPerSocket() {
            return this == REPORTED_ROOM || this == REPORTED_PASSING;
        }

        /** Whether there is a report on it. */
        public boolean reported() {
            return reported;
        }
    }

    private MessageId() {}

    /** An id. */
    public static String of(Kind kind, Position at, String scope) {
        return kind.letter + at.toString() + "-" + scope;
    }

    /** Whether a text has the form of an id. */
    public static boolean valid(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * What kind an id is of, by its first letter.
     *
     * @throws IllegalArgumentException where it is none
     */
    public static Kind kind(String msgId) {
        char letter = msgId.isEmpty() ? ' ' : msgId.charAt(0);
        for (Kind kind : Kind.values()) {
            if (kind.letter == letter) {
                return kind;
            }
        }
        throw new IllegalArgumentException("not an id: " + msgId);
    }

    /**
     * When the store took it, in milliseconds since 1970.
     *
     * @throws IllegalArgumentException where it is no id
     */
    public static long millis(String msgId) {
        return Long.parseLong(matched(msgId).group(2));
    }

    /**
     * Where it stands in time.
     *
     * @throws IllegalArgumentException where it is no id
     */
    static Position position(String msgId) {
        Matcher matcher = matched(msgId);
        return new Position(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)));
    }

    private static Matcher matched(String msgId) {
        Matcher matcher = FORM.matcher(msgId);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an id: " + msgId);
        }
        return matcher;
    }
}
