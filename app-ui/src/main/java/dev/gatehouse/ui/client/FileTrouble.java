package dev.gatehouse.ui.client;

import java.nio.file.Path;

/** A file of this computer that cannot be read or written. */
public final class FileTrouble extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String file;

    /** @param cause what the system said */
    public FileTrouble(Path file, Throwable cause) {
        super(file + " cannot be read or written.", cause);
        this.file = file.toString();
    }

    /** The file. */
    public String file() {
        return file;
    }
}
