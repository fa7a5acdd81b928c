package dev.gatehouse.server.gateway;

/** Follows a stream of WebSocket frames (RFC 6455 section 5.2) to tell where one ends. Used by one thread at a time. */
final class FrameBoundary {

    private static final int CLOSE = 8;
    /** Two bytes, the longest length and a mask. */
    private static final int MOST_HEAD_BYTES = 14;

    private final byte[] head = new byte[MOST_HEAD_BYTES];
    private int have;
    private long payloadLeft;
    private boolean closed;

    /** These bytes of the stream come next. */
    void passed(byte[] bytes, int length) {
        int at = 0;
        while (at < length) {
            if (payloadLeft > 0) {
                long step = Math.min(payloadLeft, length - at);
                payloadLeft -= step;
                at += (int) step;
            } else {
                head[have] = bytes[at];
                have++;
                at++;
                if (have >= 2 && have == headBytes()) {
                    closed |= (head[0] & 0x0f) == CLOSE;
                    payloadLeft = payloadBytes();
                    have = 0;
                }
            }
        }
    }

    /** Whether a frame may be put in here: none is half-way, and none said that it was the last. */
    boolean isFree() {
        return have == 0 && payloadLeft == 0 && !closed;
    }

    private int extendedBytes() {
        return switch (head[1] & 0x7f) {
            case 126 -> 2;
            case 127 -> 8;
            default -> 0;
        };
    }

    private int headBytes() {
        return 2 + extendedBytes() + (head[1] < 0 ? 4 : 0);
    }

    private long payloadBytes() {
        int extended = extendedBytes();
        long bytes = extended == 0 ? head[1] & 0x7f : 0;
        for (int index = 2; index < 2 + extended; index++) {
            bytes = (bytes << 8) | (head[index] & 0xff);
        }
        return bytes < 0 ? Long.MAX_VALUE : bytes;
    }
}
