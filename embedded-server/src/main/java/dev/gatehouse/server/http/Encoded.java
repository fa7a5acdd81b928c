package dev.gatehouse.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One WebSocket message, encoded once for any number of sockets. It does not change; safe for use by several threads. */
public final class Encoded {

    /** What the frame is by RFC 6455 section 5.6 and 5.5.3. */
    enum Kind {
        TEXT, BINARY, PONG
    }

    private final Kind kind;
    private final byte[] bytes;
    private final boolean droppable;

    private Encoded(Kind kind, byte[] bytes, boolean droppable) {
        this.kind = kind;
        this.bytes = bytes;
        this.droppable = droppable;
    }

    /** A text message. */
    public static Encoded text(String text) {
        return utf8(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A text message that is UTF-8 already; the array is taken over. */
    public static Encoded utf8(byte[] text) {
        return new Encoded(Kind.TEXT, text, false);
    }

    /** A binary message; the array is taken over. */
    public static Encoded binary(byte[] bytes) {
        return new Encoded(Kind.BINARY, bytes, false);
    }

    /** The answer to a ping; the array is taken over. */
    static Encoded pong(byte[] payload) {
        return new Encoded(Kind.PONG, payload, false);
    }

    /** The same message as one that need not arrive: it may be dropped where a reader is slow. */
    public Encoded droppable() {
        return droppable ? this : new Encoded(kind, bytes, true);
    }

    /** Whether it need not arrive. */
    public boolean isDroppable() {
        return droppable;
    }

    /** Whether it is a text message. */
    public boolean isText() {
        return kind == Kind.TEXT;
    }

    Kind kind() {
        return kind;
    }

    /** Its bytes, to read. */
    public ByteBuffer bytes() {
        return payload().asReadOnlyBuffer();
    }

    /** Its bytes for the network, which only reads them; a view of its own for each socket. */
    ByteBuffer payload() {
        return ByteBuffer.wrap(bytes);
    }

    /** How many bytes it has. */
    public int size() {
        return bytes.length;
    }

    /** How many bytes it takes on the wire: itself and the header of RFC 6455 section 5.2. */
    int wireSize() {
        int header = bytes.length <= 125 ? 2 : bytes.length <= 0xFFFF ? 4 : 10;
        return header + bytes.length;
    }
}
