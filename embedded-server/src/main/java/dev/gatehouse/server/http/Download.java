package dev.gatehouse.server.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An answer that is written as it is made, however long it is.
 *
 * @param mediaType such as {@code text/csv}
 * @param name      of the file, where the answer is kept as one
 */
public record Download(String mediaType, String name, Content content) {

    /** Writes the answer. */
    @FunctionalInterface
    public interface Content {

        /** @throws IOException where the caller no longer reads, or the answer cannot be made to its end */
        void writeTo(OutputStream out) throws IOException;
    }
}
