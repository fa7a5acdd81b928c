package dev.gatehouse.server.session.column;

import java.nio.charset.StandardCharsets;

/**
 * The texts of one session in one array of bytes that never changes. Each text is a header, then its characters. The
 * header is twice the length in characters, plus one where a character takes two bytes instead of one (as LEB128, seven
 * bits to a byte, the lowest first).
 */
final class RowText {

    /** How many characters a {@link #key} holds. */
    static final int KEY_CHARACTERS = 8;

    private static final int WIDEST_NARROW = 0xFF;

    private RowText() {}

    /** The texts, in the order in which they lie in a row. */
    enum Field {
        SID(0),
        USER(1),
        USERNAME(2),
        IP(3);

        private final int place;

        Field(int place) {
            this.place = place;
        }
    }

    /** A row of the four texts. */
    static byte[] of(String sid, String user, String username, String ip) {
        String[] texts = {sid, user, username, ip};
        int length = 0;
        for (String text : texts) {
            length += headerLength(header(text)) + bytes(header(text));
        }
        byte[] row = new byte[length];
        int at = 0;
        for (String text : texts) {
            at = write(row, at, text);
        }
        return row;
    }

    /** One text of a row. */
    static String text(byte[] row, Field field) {
        long place = place(row, field);
        int start = start(place);
        int count = length(place);
        if (!wide(place)) {
            return new String(row, start, count, StandardCharsets.ISO_8859_1);
        }
        char[] characters = new char[count];
        for (int i = 0; i < count; i++) {
            characters[i] = at(row, place, i);
        }
        return new String(characters);
    }

    /** Whether a text is {@code other}. */
    static boolean equals(byte[] row, Field field, String other) {
        long place = place(row, field);
        int count = length(place);
        if (count != other.length()) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (at(row, place, i) != other.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The text's hash code, as {@link String#hashCode} defines it. */
    static int hash(byte[] row, Field field) {
        long place = place(row, field);
        int hash = 0;
        for (int i = 0; i < length(place); i++) {
            hash = 31 * hash + at(row, place, i);
        }
        return hash;
    }

    /** How many characters the same text of two rows begins with alike, as far as {@code most}. */
    static int alike(byte[] one, byte[] other, Field field, int most) {
        long onePlace = place(one, field);
        long otherPlace = place(other, field);
        int end = Math.min(most, Math.min(length(onePlace), length(otherPlace)));
        for (int i = 0; i < end; i++) {
            if (at(one, onePlace, i) != at(other, otherPlace, i)) {
                return i;
            }
        }
        return end;
    }

    /** Compares the same text of two rows as {@link String#compareTo} does. */
    static int compare(byte[] one, byte[] other, Field field) {
        long onePlace = place(one, field);
        long otherPlace = place(other, field);
        int shorter = Math.min(length(onePlace), length(otherPlace));
        for (int i = 0; i < shorter; i++) {
            int difference = at(one, onePlace, i) - at(other, otherPlace, i);
            if (difference != 0) {
                return difference;
            }
        }
        return length(onePlace) - length(otherPlace);
    }

    /** Compares the same text of two rows as {@link String#compareToIgnoreCase} does. */
    static int compareFolded(byte[] one, byte[] other, Field field) {
        long onePlace = place(one, field);
        long otherPlace = place(other, field);
        int shorter = Math.min(length(onePlace), length(otherPlace));
        for (int i = 0; i < shorter; i++) {
            int difference = fold(at(one, onePlace, i)) - fold(at(other, otherPlace, i));
            if (difference != 0) {
                return difference;
            }
        }
        return length(onePlace) - length(otherPlace);
    }

    /** Whether a text begins with {@code prefix}, whose characters are folded. */
    static boolean begins(byte[] row, Field field, String prefix) {
        long place = place(row, field);
        if (length(place) < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (fold(at(row, place, i)) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The first characters of a text as a number that never puts two texts in another order than they have, though it
     * may make them equal. A character that takes two bytes ends it.
     */
    static long key(byte[] row, Field field, boolean folded) {
        return key(row, field, folded, 0);
    }

    /** The same of what comes after the first {@code skipped} characters, for texts that agree in those. */
    static long key(byte[] row, Field field, boolean folded, int skipped) {
        long place = place(row, field);
        int count = Math.clamp(length(place) - skipped, 0, KEY_CHARACTERS);
        long key = 0;
        for (int i = 0; i < count; i++) {
            char character = at(row, place, skipped + i);
            character = folded ? fold(character) : character;
            if (character >= WIDEST_NARROW) {
                return keyOf((key << 8) | WIDEST_NARROW, i + 1);
            }
            key = (key << 8) | character;
        }
        return keyOf(key, count);
    }

    /** The key of a text that begins like {@code prefix}, which is folded. */
    static long keyOfPrefix(String prefix) {
        long key = 0;
        int count = Math.min(KEY_CHARACTERS, prefix.length());
        for (int i = 0; i < count; i++) {
            if (prefix.charAt(i) >= WIDEST_NARROW) {
                return keyOf((key << 8) | WIDEST_NARROW, i + 1);
            }
            key = (key << 8) | prefix.charAt(i);
        }
        return keyOf(key, count);
    }

    /** The bits in which the keys of texts that begin with {@code prefix} agree. */
    static long maskOfPrefix(String prefix) {
        int count = Math.min(KEY_CHARACTERS, prefix.length());
        for (int i = 0; i < count; i++) {
            if (prefix.charAt(i) >= WIDEST_NARROW) {
                count = i + 1;
            }
        }
        return count == 0 ? 0 : -1L << (8 * (KEY_CHARACTERS - count));
    }

    /** Whether the key alone tells that a text begins with {@code prefix}. */
    static boolean keyTellsAll(String prefix) {
        return prefix.length() <= KEY_CHARACTERS
                && prefix.chars().noneMatch(character -> character == 0 || character >= WIDEST_NARROW);
    }

    /** A text of which only what is left when case does not matter remains. */
    static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            folded.append(fold(text.charAt(i)));
        }
        return folded.toString();
    }

    /** As {@link String#regionMatches(boolean, int, String, int, int)} defines it. */
    private static char fold(char character) {
        if (character < 0x80) {
            return character >= 'A' && character <= 'Z' ? (char) (character + ('a' - 'A')) : character;
        }
        return Character.toLowerCase(Character.toUpperCase(character));
    }

    /** Moves the sign, so that bytes compare as unsigned ones. */
    private static long keyOf(long characters, int count) {
        return (count == 0 ? 0 : characters << (8 * (KEY_CHARACTERS - count))) ^ Long.MIN_VALUE;
    }

    private static int write(byte[] row, int begin, String text) {
        int header = header(text);
        int at = begin;
        for (int rest = header; at == begin || rest != 0; rest >>>= 7) {
            row[at++] = (byte) ((rest & 0x7F) | (rest >>> 7 == 0 ? 0 : 0x80));
        }
        if ((header & 1) == 0) {
            byte[] narrow = text.getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(narrow, 0, row, at, narrow.length);
            return at + narrow.length;
        }
        for (int i = 0; i < text.length(); i++) {
            row[at++] = (byte) (text.charAt(i) >> 8);
            row[at++] = (byte) text.charAt(i);
        }
        return at;
    }

    private static int header(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > WIDEST_NARROW) {
                return 2 * text.length() + 1;
            }
        }
        return 2 * text.length();
    }

    private static int headerLength(int header) {
        return Math.max(1, (38 - Integer.numberOfLeadingZeros(header)) / 7);
    }

    /** How many bytes the characters behind a header take. */
    private static int bytes(int header) {
        return (header & 1) == 0 ? header >>> 1 : header & -2;
    }

    /** Where a text's characters begin, in the upper half, and its header, in the lower. */
    private static long place(byte[] row, Field field) {
        int at = 0;
        for (int skipped = 0;; skipped++) {
            int header = 0;
            int shift = 0;
            byte part;
            do {
                part = row[at++];
                header |= (part & 0x7F) << shift;
                shift += 7;
            } while (part < 0);
            if (skipped == field.place) {
                return ((long) at << 32) | header;
            }
            at += bytes(header);
        }
    }

    private static int start(long place) {
        return (int) (place >>> 32);
    }

    private static int length(long place) {
        return (int) place >>> 1;
    }

    private static boolean wide(long place) {
        return (place & 1) != 0;
    }

    private static char at(byte[] row, long place, int index) {
        int start = start(place);
        if (!wide(place)) {
            return (char) (row[start + index] & 0xFF);
        }
        return (char) ((row[start + 2 * index] << 8) | (row[start + 2 * index + 1] & 0xFF));
    }
}
