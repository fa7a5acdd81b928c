package dev.gatehouse.server.call;

import org.jspecify.annotations.Nullable;

/** The data folder cannot be read or written; the message is a sentence for people that names the file. */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean full;

    public StorageException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private StorageException(String message, @Nullable Throwable cause, boolean full) {
        super(message, cause);
        this.full = full;
    }

    /** There is no room left. */
    public static StorageException full(String message, @Nullable Throwable cause) {
        return new StorageException(message, cause, true);
    }

    /** Whether there is no room left, rather than another fault. */
    public boolean isFull() {
        return full;
    }
}
