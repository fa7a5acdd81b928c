package dev.gatehouse.bench;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One WebSocket client that counts what it gets. For one thread. */
final class LoadSocket {

    private static final byte[] MASK = {1, 2, 3, 4};
    private static final int END_OF_HEAD = 0x0D0A0D0A;
    private static final int CLOSE = 8;
    private static final String UPGRADED = "HTTP/1.1 101";

    private final SocketChannel channel;
    private final String token;
    private final byte[] header = new byte[10];
    private int headerBytes;
    private long payloadLeft;
    private int lastFour;
    private int headBytes;
    private boolean upgraded;
    private boolean welcomed;
    private boolean ending;
    private boolean awaits;
    private long sentNanos;
    private long nextNanos;

    LoadSocket(SocketChannel channel, String token) {
        this.channel = channel;
        this.token = token;
    }

    /** A masked text frame. */
    static ByteBuffer masked(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocateDirect(6 + payload.length);
        frame.put((byte) 0x81).put((byte) (0x80 | payload.length)).put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i % 4]));
        }
        return frame.flip();
    }

    SocketChannel channel() {
        return channel;
    }

    String request() {
        return "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
                + token + "\r\n\r\n";
    }

    /** Takes bytes from the server; returns how many frames ended with them. */
    int take(ByteBuffer bytes) {
        while (!upgraded && bytes.hasRemaining()) {
            int next = bytes.get() & 0xFF;
            if (headBytes < UPGRADED.length() && UPGRADED.charAt(headBytes++) != next) {
                ending = true;
                return 0;
            }
            lastFour = (lastFour << 8) | next;
            upgraded = lastFour == END_OF_HEAD;
        }
        int frames = 0;
        while (bytes.hasRemaining()) {
            if (payloadLeft > 0) {
                int skipped = (int) Math.min(payloadLeft, bytes.remaining());
                bytes.position(bytes.position() + skipped);
                payloadLeft -= skipped;
                frames += payloadLeft == 0 ? 1 : 0;
            } else {
                header[headerBytes++] = bytes.get();
                if (headerBytes >= 2 && headerBytes == headerSize()) {
                    payloadLeft = payloadSize();
                    ending |= (header[0] & 0x0F) == CLOSE;
                    headerBytes = 0;
                    frames += payloadLeft == 0 ? 1 : 0;
                }
            }
        }
        welcomed |= frames > 0;
        return frames;
    }

    private int headerSize() {
        return header[1] == 126 ? 4 : header[1] == 127 ? 10 : 2;
    }

    private long payloadSize() {
        int size = headerSize();
        if (size == 2) {
            return header[1];
        }
        long length = 0;
        for (int i = 2; i < size; i++) {
            length = (length << 8) | (header[i] & 0xFF);
        }
        return length;
    }

    boolean isWelcomed() {
        return welcomed;
    }

    boolean isEnding() {
        return ending;
    }

    boolean awaitsPong() {
        return awaits;
    }

    long nextBeat() {
        return nextNanos;
    }

    /** The first heartbeat is due one interval after the welcome. */
    void first(long nowNanos, long intervalNanos) {
        nextNanos = nowNanos + intervalNanos;
    }

    void sent(long nowNanos, long intervalNanos) {
        awaits = true;
        sentNanos = nowNanos;
        nextNanos = Math.max(nextNanos + intervalNanos, nowNanos + intervalNanos / 2);
    }

    /** Returns how long the pong took, in nanoseconds. */
    long pong(long nowNanos) {
        awaits = false;
        return nowNanos - sentNanos;
    }
}
