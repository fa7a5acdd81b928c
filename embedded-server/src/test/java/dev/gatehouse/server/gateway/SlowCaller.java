package dev.gatehouse.server.gateway;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Asks over HTTP/2 (RFC 9113) and takes sixteen bytes of the answer, no more. */
final class SlowCaller implements AutoCloseable {

    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int ACK = 1;

    private final Socket socket;
    private final DataInputStream in;

    SlowCaller(URI uri) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort());
        this.in = new DataInputStream(socket.getInputStream());
        socket.setSoTimeout(15_000);
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(SETTINGS, 0, 0, new byte[]{0, 4, 0, 0, 0, 16}); // INITIAL_WINDOW_SIZE
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        fields.write(0x82); // :method GET
        fields.write(0x86); // :scheme http
        literal(fields, 4, uri.getPath());
        literal(fields, 1, uri.getAuthority());
        send(HEADERS, 5, 1, fields.toByteArray());
    }

    private static void literal(ByteArrayOutputStream fields, int name, String value) {
        byte[] text = value.getBytes(StandardCharsets.US_ASCII);
        fields.write(name);
        fields.write(text.length);
        fields.writeBytes(text);
    }

    private void send(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[]{0, 0, (byte) payload.length, (byte) type, (byte) flags, 0, 0, 0, (byte) stream});
        frame.writeBytes(payload);
        socket.getOutputStream().write(frame.toByteArray());
    }

    /** Waits for the head of the answer. */
    void awaitHead() throws IOException {
        await(HEADERS, 0);
    }

    /** Wants no answer any more, and waits until the server has read that. */
    void cancel() throws IOException {
        send(RST_STREAM, 0, 1, new byte[]{0, 0, 0, 8});
        send(PING, 0, 0, new byte[8]);
        await(PING, ACK);
    }

    private void await(int wanted, int flag) throws IOException {
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            in.skipNBytes(4L + length);
            if (type == wanted && (flags & flag) == flag) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
