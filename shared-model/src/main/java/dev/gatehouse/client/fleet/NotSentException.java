package dev.gatehouse.client.fleet;

import dev.gatehouse.model.message.ServerFrame;
import org.jspecify.annotations.Nullable;

/** A message did not reach the fleet, or nobody knows whether it did. */
public final class NotSentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** There was no connection, and the message is not one that is kept. */
        OFFLINE,
        /** The connection broke while the message was on its way. */
        UNKNOWN,
        /** The node refused it. */
        REFUSED,
        /** Too many wait for their receipts already. */
        TOO_MANY,
        /** The connection was closed. */
        CLOSED
    }

    private final Reason reason;
    private final transient ServerFrame.@Nullable Failure failure;

    NotSentException(Reason reason, String message, ServerFrame.@Nullable Failure failure) {
        super(message);
        this.reason = reason;
        this.failure = failure;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** What the node said, where it refused the message. */
    public ServerFrame.@Nullable Failure failure() {
        return failure;
    }
}
