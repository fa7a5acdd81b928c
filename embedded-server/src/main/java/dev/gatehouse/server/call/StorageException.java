package dev.gatehouse.server.call;

import org.jspecify.annotations.Nullable;

/** The data folder cannot be read or written; the message is a sentence for people that names the file. */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
