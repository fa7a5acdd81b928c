package dev.gatehouse.server.route;

import org.jspecify.annotations.Nullable;

/**
 * Why no route takes a path, whatever the table says: two programs could read it as two different paths, so that what the
 * table allows would not be what an upstream does. See docs/ROUTES.md.
 */
public enum PathFault {
    /** It does not begin with a slash. */
    NOT_ABSOLUTE("must begin with /."),
    /** It is longer than {@link #MOST_CHARACTERS}. */
    TOO_LONG("has more than " + PathFault.MOST_CHARACTERS + " characters."),
    /** Two slashes follow one another, or nothing stands between a slash and a semicolon. */
    EMPTY_SEGMENT("has two slashes in a row, or an empty segment."),
    /** A segment is {@code .} or {@code ..}, as it is or encoded, alone or before a semicolon. */
    DOT_SEGMENT("must not have the segments . or .. in it."),
    /** A percent sign without two hex digits after it. */
    BAD_ESCAPE("has a % that is not followed by two hex digits."),
    /** A character that must be encoded, a backslash, or the octet zero. */
    BAD_CHARACTER("has characters that a path cannot have.");

    /** How long a path may be, in characters as they come. */
    public static final int MOST_CHARACTERS = 8192;

    private final String sentence;

    PathFault(String sentence) {
        this.sentence = sentence;
    }

    /** What is wrong, to be put after the name of the field. */
    public String sentence() {
        return sentence;
    }

    /**
     * What is wrong with the path of a request; absent where routes may take it. Allocates nothing.
     *
     * @param path as it came, without a query
     */
    public static @Nullable PathFault of(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return NOT_ABSOLUTE;
        }
        if (path.length() > MOST_CHARACTERS) {
            return TOO_LONG;
        }
        int segment = 1;
        int part = 0;
        int dots = 0;
        boolean inParameters = false;
        for (int at = 1; at < path.length(); at = Octets.next(path, at)) {
            char character = path.charAt(at);
            if (character == '%' && !Octets.isEscape(path, at)) {
                return BAD_ESCAPE;
            }
            char octet = Octets.at(path, at);
            if (octet == 0 || character <= ' ' || character >= 0x7f || character == '\\' || character == '?'
                    || character == '#') {
                return BAD_CHARACTER;
            }
            if (octet == '/' || octet == '\\' || octet == Octets.ENCODED_SLASH) {
                if (octet == '/' && at == segment) {
                    return EMPTY_SEGMENT;
                }
                if (isDots(part, dots)) {
                    return DOT_SEGMENT;
                }
                segment = octet == '/' ? at + 1 : segment;
                part = 0;
                dots = 0;
                inParameters = false;
            } else if (octet == ';') {
                if (part == 0 && !inParameters) {
                    return EMPTY_SEGMENT;
                }
                inParameters = true;
            } else if (!inParameters) {
                part++;
                dots += octet == '.' ? 1 : 0;
            }
        }
        return isDots(part, dots) ? DOT_SEGMENT : null;
    }

    private static boolean isDots(int part, int dots) {
        return dots == part && (dots == 1 || dots == 2);
    }
}
