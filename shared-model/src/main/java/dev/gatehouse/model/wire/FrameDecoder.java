package dev.gatehouse.model.wire;

import static dev.gatehouse.model.wire.BinaryFrame.CHECKSUM_BYTES;
import static dev.gatehouse.model.wire.BinaryFrame.HEADER_BYTES;
import static dev.gatehouse.model.wire.BinaryFrame.MAGIC;
import static dev.gatehouse.model.wire.BinaryFrame.VERSION;

import dev.gatehouse.model.wire.BadFrameException.Fault;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@link BinaryFrame}s together from bytes that come in pieces of any size. It holds the bytes of one unfinished
 * frame, never more than twice what has come of it, and nothing between frames. After a bad frame it reads no more. For
 * one thread at a time.
 */
public final class FrameDecoder<F> {

    /** A larger store is given back when its frame is read. */
    private static final int KEPT_BYTES = 256;

    private final FrameSet<F> frames;
    private final int maxPayloadBytes;
    private byte[] held = {};
    private int count;
    private int size = HEADER_BYTES;
    private @Nullable BadFrameException broken;

    /** @param maxPayloadBytes a frame that says it has more is bad, before any of it is read */
    public FrameDecoder(FrameSet<F> frames, int maxPayloadBytes) {
        this.frames = frames;
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /**
     * Takes a piece, and gives every frame that is whole by it to {@code reader}, in order.
     *
     * @throws BadFrameException at the first bad frame; those before it were given, and nothing after it is looked at
     */
    public void read(ByteBuffer piece, Consumer<? super F> reader) throws BadFrameException {
        if (broken != null) {
            throw new BadFrameException(broken.fault(), String.valueOf(broken.getMessage()), broken);
        }
        try {
            while (piece.hasRemaining()) {
                take(piece);
                if (count == size) {
                    // A size past the header's means that the header was looked at already.
                    if (size == HEADER_BYTES) {
                        size = wholeSize();
                    } else {
                        F frame = whole();
                        reset();
                        reader.accept(frame);
                    }
                }
            }
        } catch (BadFrameException e) {
            broken = e;
            reset();
            throw e;
        }
    }

    /** Bytes that wait for the rest of their frame. */
    public int heldBytes() {
        return count;
    }

    /** Bytes of memory that are kept for them. */
    int capacity() {
        return held.length;
    }

    private void take(ByteBuffer piece) {
        int taken = Math.min(piece.remaining(), size - count);
        int needed = count + taken;
        if (needed > held.length) {
            held = Arrays.copyOf(held, Math.max(HEADER_BYTES, Math.min(size, Math.max(needed, 2 * count))));
        }
        piece.get(held, count, taken);
        count = needed;
    }

    private int wholeSize() throws BadFrameException {
        ByteBuffer header = ByteBuffer.wrap(held, 0, HEADER_BYTES);
        int magic = Short.toUnsignedInt(header.getShort());
        if (magic != MAGIC) {
            throw new BadFrameException(Fault.MAGIC, "A frame begins with 5A5A, not with %04X.".formatted(magic), null);
        }
        int version = Byte.toUnsignedInt(header.get());
        if (version != VERSION) {
            throw new BadFrameException(Fault.VERSION,
                    "Version " + version + " is not spoken here; " + VERSION + " is.", null);
        }
        int command = Short.toUnsignedInt(header.getShort());
        if (!frames.knows(command)) {
            throw new BadFrameException(Fault.COMMAND,
                    "There is no command %04X in this direction.".formatted(command), null);
        }
        long length = Integer.toUnsignedLong(header.getInt());
        if (length > maxPayloadBytes) {
            throw new BadFrameException(Fault.LENGTH,
                    "A payload of " + length + " bytes is longer than the " + maxPayloadBytes + " that may be.", null);
        }
        return HEADER_BYTES + (int) length + CHECKSUM_BYTES;
    }

    private F whole() throws BadFrameException {
        int end = size - CHECKSUM_BYTES;
        ByteBuffer bytes = ByteBuffer.wrap(held);
        if (bytes.getInt(end) != BinaryFrame.checksum(held, end)) {
            throw new BadFrameException(Fault.CHECKSUM, "The checksum does not fit the frame.", null);
        }
        int command = Short.toUnsignedInt(bytes.getShort(3));
        return frames.readPayload(command, held, HEADER_BYTES, end - HEADER_BYTES);
    }

    private void reset() {
        count = 0;
        size = HEADER_BYTES;
        if (held.length > KEPT_BYTES) {
            held = new byte[0];
        }
    }
}
