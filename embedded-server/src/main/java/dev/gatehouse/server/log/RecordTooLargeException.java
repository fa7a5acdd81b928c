package dev.gatehouse.server.log;

import org.jspecify.annotations.Nullable;

/** The log takes no record of this size, however often it is asked. */
public final class RecordTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RecordTooLargeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
