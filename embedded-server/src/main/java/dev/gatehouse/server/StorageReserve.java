package dev.gatehouse.server;

import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Some of the disk is kept for the records of what has begun: commands are refused before it is full, so that none is
 * carried out that cannot be recorded.
 */
final class StorageReserve {

    private static final long MIB = 1L << 20;

    private final Path folder;
    private final long mib;
    private final FileStore disk;

    /**
     * @param folder that of the node's files, which is there
     * @param mib    how much is kept; 0 for nothing
     */
    StorageReserve(Path folder, int mib) {
        this.folder = folder;
        this.mib = mib;
        try {
            this.disk = Files.getFileStore(folder);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** @throws StorageException where less than the reserve is free */
    void require() {
        long free = freeBytes();
        if (free < mib * MIB) {
            throw StorageException.full(
                    "Only %d MiB are free on the disk of %s, and %d MiB are kept for the records of "
                            .formatted(free / MIB, folder, mib)
                            + "what has begun (storage.reserve-mib). Nothing was changed; make room and try again.",
                    null);
        }
    }

    /** How much is free. */
    long freeBytes() {
        try {
            return disk.getUsableSpace();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** An endpoint as it is; where an operator changes something by it, one that first asks whether there is room. */
    Endpoint guarded(Endpoint endpoint) {
        boolean commands = endpoint.changes()
                && (endpoint.access() == Access.OPERATOR || endpoint.access() == Access.ADMIN);
        return commands ? endpoint.doing(exchange -> {
            require();
            return endpoint.action().handle(exchange);
        }) : endpoint;
    }

    private StorageException unreadable(IOException e) {
        return new StorageException("It cannot be told how much is free on the disk of " + folder + ": "
                + e.getMessage(), e);
    }
}
