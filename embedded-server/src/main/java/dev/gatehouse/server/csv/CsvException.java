package dev.gatehouse.server.csv;

import org.jspecify.annotations.Nullable;

/** A text is no CSV, or not in UTF-8; the message is a sentence for people. */
public final class CsvException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CsvException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
