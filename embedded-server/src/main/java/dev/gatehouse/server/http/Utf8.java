package dev.gatehouse.server.http;

/**
 * Whether bytes are UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF), in as many pieces as
 * they come in.
 */
final class Utf8 {

    /** Between two characters. */
    static final int COMPLETE = 0;
    /** Not UTF-8, whatever follows. */
    static final int INVALID = -1;

    private Utf8() {}

    /**
     * Goes on with more bytes.
     *
     * @param state what came of the piece before; {@link #COMPLETE} at first
     * @return {@link #COMPLETE}, {@link #INVALID}, or that a character is not whole yet
     */
    static int after(int state, byte[] bytes, int from, int length) {
        int current = state;
        for (int i = from; i < from + length && current != INVALID; i++) {
            int value = bytes[i] & 0xFF;
            if (current == COMPLETE) {
                current = value < 0x80 ? COMPLETE : begun(value);
            } else {
                current = continued(current, value);
            }
        }
        return current;
    }

    /** The state is how many bytes are to come, and between which bounds the next one must be. */
    private static int begun(int lead) {
        if (lead < 0xC2 || lead > 0xF4) {
            return INVALID;
        }
        if (lead < 0xE0) {
            return expecting(1, 0x80, 0xBF);
        }
        if (lead < 0xF0) {
            return expecting(2, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
        }
        return expecting(3, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
    }

    private static int continued(int state, int value) {
        if (value < (state >> 8 & 0xFF) || value > (state & 0xFF)) {
            return INVALID;
        }
        int left = (state >> 16) - 1;
        return left == 0 ? COMPLETE : expecting(left, 0x80, 0xBF);
    }

    private static int expecting(int count, int least, int most) {
        return count << 16 | least << 8 | most;
    }
}
