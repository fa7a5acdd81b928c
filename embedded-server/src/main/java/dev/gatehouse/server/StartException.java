package dev.gatehouse.server;

import org.jspecify.annotations.Nullable;

/** Why a node could not start, or a command against its data folder could not be done: one sentence for people. */
public final class StartException extends Exception {

    private static final long serialVersionUID = 1L;

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
