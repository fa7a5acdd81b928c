package dev.gatehouse.model.wire;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The form of a frame of {@code gatehouse.v1.bin}, every number big endian: magic {@value #MAGIC} (2 bytes), version
 * {@value #VERSION} (1), command (2), length of the payload in bytes (4, unsigned), payload, and the CRC-32 of all that
 * stands before it (4; the polynomial of IEEE 802.3, as in zip). The payload is the frame's JSON without {@code type}; one
 * without fields may be left out.
 */
public final class BinaryFrame {

    /** The subprotocol that speaks it. */
    public static final String SUBPROTOCOL = "gatehouse.v1.bin";

    /** How every frame begins. */
    public static final int MAGIC = 0x5A5A;

    /** The one version there is. */
    public static final int VERSION = 1;

    /** Bytes before the payload. */
    public static final int HEADER_BYTES = 9;

    /** Bytes after the payload. */
    public static final int CHECKSUM_BYTES = 4;

    private BinaryFrame() {}

    /** Writes a frame. */
    public static <F> byte[] encode(FrameSet<F> frames, F frame) {
        byte[] payload = frames.payload(frame);
        ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + payload.length + CHECKSUM_BYTES);
        buffer.putShort((short) MAGIC).put((byte) VERSION).putShort((short) frames.command(frame))
                .putInt(payload.length).put(payload);
        buffer.putInt(checksum(buffer.array(), buffer.position()));
        return buffer.array();
    }

    /** The CRC-32 of the first {@code length} bytes. */
    static int checksum(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
