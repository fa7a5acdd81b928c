package dev.gatehouse.server.gateway;

import org.jspecify.annotations.Nullable;

/**
 * The one spelling of a request's path by which it is matched and passed on (RFC 3986 section 6.2.2.2): what needs no
 * escape has none, and escapes are in upper case. So nothing is matched as one path and understood as another behind.
 */
final class CanonicalPath {

    private static final int MOST = 8192;

    private CanonicalPath() {}

    /**
     * The canonical form.
     *
     * @param raw without a query
     * @return absent where servers read the path in different ways: dot segments, empty segments, encoded slashes and
     *     controls, backslashes, path parameters, broken escapes
     */
    static @Nullable String of(@Nullable String raw) {
        if (raw == null || !raw.startsWith("/") || raw.length() > MOST) {
            return null;
        }
        StringBuilder path = new StringBuilder(raw.length());
        for (int at = 0; at < raw.length(); at++) {
            char one = raw.charAt(at);
            if (one == '%') {
                int value = at + 2 < raw.length() ? escaped(raw, at) : -1;
                if (value < 0x20 || value == 0x7f || value == '/' || value == '\\') {
                    return null;
                }
                if (unreserved(value)) {
                    path.append((char) value);
                } else {
                    path.append('%').append(hex(value >> 4)).append(hex(value & 15));
                }
                at += 2;
            } else if (one <= 0x20 || one >= 0x7f || one == '\\' || one == ';') {
                return null;
            } else {
                path.append(one);
            }
        }
        return clear(path) ? path.toString() : null;
    }

    private static int escaped(String raw, int at) {
        int high = Character.digit(raw.charAt(at + 1), 16);
        int low = Character.digit(raw.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : (high << 4) + low;
    }

    private static char hex(int digit) {
        return "0123456789ABCDEF".charAt(digit);
    }

    private static boolean unreserved(int value) {
        boolean letter = (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z');
        return letter || (value >= '0' && value <= '9') || "-._~".indexOf(value) >= 0;
    }

    /** Whether no segment is empty, but for the last, and none is a dot segment. */
    private static boolean clear(StringBuilder path) {
        int from = 1;
        while (from < path.length()) {
            int slash = path.indexOf("/", from);
            int to = slash < 0 ? path.length() : slash;
            String segment = path.substring(from, to);
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return false;
            }
            from = to + 1;
        }
        return true;
    }
}
