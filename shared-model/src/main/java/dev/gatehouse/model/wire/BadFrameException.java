package dev.gatehouse.model.wire;

import org.jspecify.annotations.Nullable;

/** What was received is no frame. The message is one sentence for whoever sent it. */
public final class BadFrameException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Fault {
        /** The first two bytes are not {@code 5A5A}. */
        MAGIC,
        /** A version that is not spoken here. */
        VERSION,
        /** A number that no frame of this direction bears. */
        COMMAND,
        /** A payload longer than may be. */
        LENGTH,
        /** The checksum does not fit the bytes before it. */
        CHECKSUM,
        /** No JSON, or not that of the frame. */
        CONTENT
    }

    private final Fault fault;

    BadFrameException(Fault fault, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    /** What is wrong with it. */
    public Fault fault() {
        return fault;
    }
}
