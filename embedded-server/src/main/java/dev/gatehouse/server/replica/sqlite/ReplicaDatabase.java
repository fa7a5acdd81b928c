package dev.gatehouse.server.replica.sqlite;

import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.sqlite.SqliteFile;
import java.nio.file.Path;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** {@code replica.db}: all that this node keeps. Safe for use by several threads. */
public final class ReplicaDatabase implements AutoCloseable {

    private final SqliteFile file;

    /**
     * Opens the replica in a folder, creating both where they are missing.
     *
     * @throws StorageException where the folder cannot be written or the file is no database
     */
    public ReplicaDatabase(Path folder) {
        this.file = SqliteFile.open(folder.resolve("replica.db"), "db/replica");
    }

    /**
     * Runs {@code action} in one transaction; all of it is durable on return, or none of it. Writes run one after
     * another; a write within a write belongs to the outer one.
     *
     * @throws StorageException where the disk is full or the file cannot be written
     */
    public <T extends @Nullable Object> T write(Function<Handle, T> action) {
        return file.write(action);
    }

    /**
     * Runs {@code action} on one state of the replica: what is written meanwhile is not seen.
     *
     * @throws StorageException where the file cannot be read
     */
    public <T extends @Nullable Object> T read(Function<Handle, T> action) {
        return file.read(action);
    }

    /**
     * The same for what may take long: only some at a time, and no longer than the current call has.
     *
     * @throws StorageException where the file cannot be read, or others have searched for too long
     * @throws dev.gatehouse.server.call.RequestFailure where the call's time is over
     */
    public <T extends @Nullable Object> T search(Function<Handle, T> action) {
        return file.search(action);
    }

    @Override
    public void close() {
        file.close();
    }
}
