package dev.gatehouse.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One WebSocket message, encoded once for any number of sockets. It does not change; safe for use by several threads. */
public final class Encoded {

    private final boolean text;
    private final byte[] bytes;

    private Encoded(boolean text, byte[] bytes) {
        this.text = text;
        this.bytes = bytes;
    }

    /** A text message. */
    public static Encoded text(String text) {
        return new Encoded(true, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A text message that is UTF-8 already; the array is taken over. */
    public static Encoded utf8(byte[] text) {
        return new Encoded(true, text);
    }

    /** A binary message; the array is taken over. */
    public static Encoded binary(byte[] bytes) {
        return new Encoded(false, bytes);
    }

    /** Whether it is a text message. */
    public boolean isText() {
        return text;
    }

    /** Its bytes, to read. */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** How many bytes it has. */
    public int size() {
        return bytes.length;
    }
}
