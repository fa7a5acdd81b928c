package dev.gatehouse.server.route;

/** How a piece of a request is compared with the texts of a table, without a copy of it. */
enum Reading {

    /** A segment of a path, by its {@link Octets}. */
    PATH {
        @Override
        int hash(String text, int from, int to) {
            int hash = 0;
            for (int at = from; at < to; at = Octets.next(text, at)) {
                hash = 31 * hash + Octets.at(text, at);
            }
            return hash;
        }

        @Override
        boolean same(String key, String text, int from, int to) {
            int at = from;
            for (int index = 0; index < key.length(); index++) {
                if (at >= to || key.charAt(index) != Octets.at(text, at)) {
                    return false;
                }
                at = Octets.next(text, at);
            }
            return at == to;
        }
    },
    /** A host, whose letters of ASCII are alike in upper and lower case; the texts of the table are in lower case. */
    HOST {
        @Override
        int hash(String text, int from, int to) {
            int hash = 0;
            for (int at = from; at < to; at++) {
                hash = 31 * hash + lower(text.charAt(at));
            }
            return hash;
        }

        @Override
        boolean same(String key, String text, int from, int to) {
            if (key.length() != to - from) {
                return false;
            }
            for (int index = 0; index < key.length(); index++) {
                if (key.charAt(index) != lower(text.charAt(from + index))) {
                    return false;
                }
            }
            return true;
        }
    };

    /** Of a piece of a request the same as {@link String#hashCode()} of the text that it equals. */
    abstract int hash(String text, int from, int to);

    /** Whether a piece of a request equals a text of the table. */
    abstract boolean same(String key, String text, int from, int to);

    private static char lower(char character) {
        return character >= 'A' && character <= 'Z' ? (char) (character | 0x20) : character;
    }
}
