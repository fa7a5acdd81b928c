package dev.gatehouse.server.call;

import org.jspecify.annotations.Nullable;

/** The live state does not answer in time, or the breaker says that asking makes no sense now. */
public final class LiveStateUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LiveStateUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
