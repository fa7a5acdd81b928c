package dev.gatehouse.server.call;

import org.jspecify.annotations.Nullable;

/** The live state does not answer in time, or the breaker says that asking makes no sense now. */
public final class LiveStateUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean asked;

    /** It was asked; whether it did as it was told is not known. */
    public LiveStateUnavailableException(String message, @Nullable Throwable cause) {
        this(message, cause, true);
    }

    /** @param asked whether it may have heard, and done, what it was to do */
    public LiveStateUnavailableException(String message, @Nullable Throwable cause, boolean asked) {
        super(message, cause);
        this.asked = asked;
    }

    /** Whether it may have heard, and done, what it was to do. */
    public boolean asked() {
        return asked;
    }
}
