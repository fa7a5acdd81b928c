package dev.gatehouse.server.route;

/**
 * The octets that a part of a path means, read where it stands (RFC 3986 section 2.1): {@code a} and {@code %61} are the
 * same. An encoded slash is none of the octets, so that it never is a separator and never equals one.
 */
final class Octets {

    /** What stands for {@code %2F}. */
    static final char ENCODED_SLASH = 0x12f;

    private Octets() {}

    /** Whether the percent sign at a place has its two hex digits. */
    static boolean isEscape(String text, int at) {
        return at + 2 < text.length() && digit(text.charAt(at + 1)) >= 0 && digit(text.charAt(at + 2)) >= 0;
    }

    /** The octet at a place. */
    static char at(String text, int at) {
        char character = text.charAt(at);
        if (character != '%') {
            return character;
        }
        int octet = digit(text.charAt(at + 1)) * 16 + digit(text.charAt(at + 2));
        return octet == '/' ? ENCODED_SLASH : (char) octet;
    }

    /** The place of the octet after the one at a place. */
    static int next(String text, int at) {
        return text.charAt(at) == '%' ? at + 3 : at + 1;
    }

    /** All octets of a sound text, one character for each. */
    static String of(String text) {
        StringBuilder octets = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at = next(text, at)) {
            octets.append(at(text, at));
        }
        return octets.toString();
    }

    private static int digit(char character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        int letter = character | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
