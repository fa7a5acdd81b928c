package dev.gatehouse.server.log;

import org.jspecify.annotations.Nullable;

/** The log does not answer, or its disk is full. */
public final class LogUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LogUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
