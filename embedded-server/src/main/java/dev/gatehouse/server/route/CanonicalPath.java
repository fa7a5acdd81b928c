package dev.gatehouse.server.route;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The one spelling of a request's path by which it is matched and passed on (RFC 3986 section 6.2.2.2): what needs no
 * escape has none, and escapes are in upper case. So nothing is matched as one path and understood as another behind. The
 * traffic port, probes, replays and the rules of routes all read paths by this, and by nothing else.
 */
public final class CanonicalPath {

    /** Those that a path has only encoded (RFC 3986 section 3.3), beside what {@link PathFault} refuses. */
    private static final String ENCODED_ONLY = "\"<>[]^`{|}";

    private static final String PARAMETER = "has a semicolon, at which some servers end a path; the traffic port refuses "
            + "such requests.";
    private static final String SEPARATOR = "has an encoded slash or backslash, which some servers take for a plain one; "
            + "the traffic port refuses such requests.";
    private static final String PERCENT = "has an encoded percent sign, which some servers decode twice; the traffic port "
            + "refuses such requests.";
    private static final String CONTROL = "has an encoded control character; the traffic port refuses such requests.";
    private static final String NO_TEXT = "has escapes that are no UTF-8; the traffic port refuses such requests.";

    private CanonicalPath() {}

    /**
     * The canonical form.
     *
     * @param raw without a query
     * @return absent where there is a {@link #fault}
     */
    public static @Nullable String of(@Nullable String raw) {
        if (raw == null || fault(raw) != null) {
            return null;
        }
        StringBuilder path = new StringBuilder(raw.length());
        for (int at = 0; at < raw.length(); at = Octets.next(raw, at)) {
            char octet = Octets.at(raw, at);
            if (raw.charAt(at) != '%' || isUnreserved(octet)) {
                path.append(octet);
            } else {
                path.append('%').append(hex(octet >> 4)).append(hex(octet & 15));
            }
        }
        return path.toString();
    }

    /**
     * What is wrong with a path that servers read in different ways: dot segments, empty segments, encoded slashes,
     * percent signs and controls, backslashes, path parameters, broken escapes.
     *
     * @param raw without a query
     * @return a sentence, to be put after the name of the field; absent where nothing is wrong
     */
    public static @Nullable String fault(String raw) {
        PathFault unsound = PathFault.of(raw);
        if (unsound != null) {
            return unsound.sentence();
        }
        boolean isAscii = true;
        for (int at = 0; at < raw.length(); at = Octets.next(raw, at)) {
            char octet = Octets.at(raw, at);
            String fault = raw.charAt(at) == '%' ? escaped(octet) : plain(octet);
            if (fault != null) {
                return fault;
            }
            isAscii &= octet < 0x80;
        }
        return isAscii || isText(raw) ? null : NO_TEXT;
    }

    private static @Nullable String escaped(char octet) {
        if (octet == Octets.ENCODED_SLASH || octet == '\\') {
            return SEPARATOR;
        }
        if (octet == '%') {
            return PERCENT;
        }
        return octet < 0x20 || octet == 0x7f ? CONTROL : null;
    }

    private static @Nullable String plain(char character) {
        if (character == ';') {
            return PARAMETER;
        }
        return ENCODED_ONLY.indexOf(character) < 0 ? null : PathFault.BAD_CHARACTER.sentence();
    }

    private static boolean isText(String raw) {
        byte[] octets = Octets.of(raw).getBytes(StandardCharsets.ISO_8859_1);
        try {
            StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(octets));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static char hex(int digit) {
        return "0123456789ABCDEF".charAt(digit);
    }

    private static boolean isUnreserved(char octet) {
        boolean letter = (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
        return letter || (octet >= '0' && octet <= '9') || "-._~".indexOf(octet) >= 0;
    }
}
