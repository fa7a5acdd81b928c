package dev.gatehouse.server.sqlite;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.call.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteException;

/**
 * An SQLite file in WAL mode with {@code synchronous=FULL}: a write that has returned survives a power cut. One
 * connection writes, a few read; writes that come at the same time share a sync of the disk. Safe for use by several
 * threads.
 *
 * @see <a href="https://sqlite.org/wal.html">Write-ahead logging</a>
 */
public final class SqliteFile implements AutoCloseable {

    private static final int READERS = 4;
    /** Negative, as SQLite takes a positive number for pages. */
    private static final int CACHE_KIB = -16_384;
    /** Of what may take long, so many run at a time. */
    private static final int SEARCHES = 4;
    /** How long what may take long waits for those before it. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BUSY_MILLIS = 3_000;
    /** SQLITE_FULL. */
    private static final int FULL = 13;

    private final Path file;
    private final GroupWriter writer;
    private final HikariDataSource readerPool;
    private final Jdbi readers;
    private final Semaphore searches = new Semaphore(SEARCHES, true);

    private SqliteFile(Path file, GroupWriter writer, HikariDataSource readerPool) {
        this.file = file;
        this.writer = writer;
        this.readerPool = readerPool;
        this.readers = Jdbi.create(readerPool);
    }

    /**
     * Opens a file, creating it and its folder where they are missing, and brings its tables up to date.
     *
     * @param migrations where the numbered scripts lie on the class path, such as {@code db/replica}
     * @throws StorageException where the folder cannot be written or the file is no database
     */
    public static SqliteFile open(Path file, String migrations) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StorageException("The data folder " + folder + " cannot be created: " + e.getMessage(), e);
        }
        if (!Files.isWritable(folder)) {
            throw new StorageException("The data folder " + folder + " cannot be written; check its owner and rights.",
                    null);
        }
        SQLiteDataSource writing = source(file, SQLiteConfig.TransactionMode.IMMEDIATE);
        try {
            Flyway.configure().dataSource(writing).locations("classpath:" + migrations).load().migrate();
            return new SqliteFile(file, new GroupWriter(file, writing), readerPool(file));
        } catch (FlywayException | SQLException e) {
            StorageException fault = storageFault(file, e);
            throw fault == null
                    ? new StorageException("The database " + file + " cannot be opened: " + e.getMessage(), e)
                    : fault;
        }
    }

    /**
     * Runs {@code action} on the writer's thread; all of it is durable on return, or none of it. Writes run one after
     * another and may share a transaction, in which one that throws leaves nothing behind; a write within a write
     * belongs to the outer one.
     *
     * @throws StorageException where the disk is full or the file cannot be written
     */
    public <T extends @Nullable Object> T write(Function<Handle, T> action) {
        return Work.timed("sqlite write", SpanKind.CLIENT, () -> {
            if (Work.isMeasured()) {
                Work.note("file", String.valueOf(file.getFileName()));
            }
            return writer.write(action);
        });
    }

    /**
     * Runs {@code action} on one state of the file: what is written meanwhile is not seen.
     *
     * @throws StorageException where the file cannot be read
     */
    public <T extends @Nullable Object> T read(Function<Handle, T> action) {
        try {
            return readers.inTransaction(action::apply);
        } catch (ConnectionException e) {
            StorageException fault = storageFault(file, e);
            throw fault == null
                    ? new StorageException("The database " + file + " has no connection free: " + e.getMessage(), e)
                    : fault;
        } catch (JdbiException e) {
            StorageException fault = storageFault(file, e);
            throw fault == null ? e : fault;
        }
    }

    /**
     * The same for what may take long: only some at a time, so that others still find a connection, and no longer than
     * the current call has.
     *
     * @throws StorageException where the file cannot be read, or others have searched for too long
     * @throws RequestFailure   {@link ErrorCode#DEADLINE_EXCEEDED} where the call's time is over
     */
    public <T extends @Nullable Object> T search(Function<Handle, T> action) {
        takePlace();
        try {
            return read(handle -> Interruption.within(handle, action));
        } catch (JdbiException e) {
            if (Interruption.caused(e)) {
                throw new RequestFailure(ErrorCode.DEADLINE_EXCEEDED, "The search's time was over before it was done.",
                        e);
            }
            throw e;
        } finally {
            searches.release();
        }
    }

    private void takePlace() {
        boolean free = false;
        try {
            free = searches.tryAcquire(Deadline.budget(PATIENCE).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!free) {
            Deadline.budget(PATIENCE);
            throw new StorageException("The database " + file + " is searched by others; try again.", null);
        }
    }

    /** Waits for the writes that were asked for, then closes the file. Further calls do nothing. */
    @Override
    public void close() {
        writer.close();
        readerPool.close();
    }

    private static SQLiteDataSource source(Path file, SQLiteConfig.TransactionMode mode) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTransactionMode(mode);
        config.setCacheSize(CACHE_KIB);
        // It costs a query after each insert, and rows are given their numbers with RETURNING.
        config.setGetGeneratedKeys(false);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private static HikariDataSource readerPool(Path file) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("readers of " + file.getFileName());
        pool.setDataSource(source(file, SQLiteConfig.TransactionMode.DEFERRED));
        pool.setConnectionInitSql("PRAGMA query_only = ON");
        pool.setMaximumPoolSize(READERS + SEARCHES);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(BUSY_MILLIS);
        return new HikariDataSource(pool);
    }

    /** A fault of the storage in words for people; where the fault lies elsewhere, as in a statement, what was thrown. */
    static @Nullable Throwable fault(Path file, @Nullable Throwable thrown) {
        StorageException fault = storageFault(file, thrown);
        return fault == null ? thrown : fault;
    }

    private static @Nullable StorageException storageFault(Path file, @Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                int code = sqlite.getResultCode().code & 0xff;
                String sentence = switch (code) {
                    case 5, 6 -> "The database " + file + " is held by another program.";
                    case 8, 14 -> "The database " + file + " cannot be written; check the folder's owner and rights.";
                    case 10 -> "The disk does not read or write the database " + file + ".";
                    case 11, 26 -> "The file " + file + " is damaged or no database.";
                    case FULL -> "The disk is full: nothing more can be written to " + file + ".";
                    default -> null;
                };
                if (sentence != null) {
                    return code == FULL
                            ? StorageException.full(sentence, thrown)
                            : new StorageException(sentence, thrown);
                }
                return null;
            }
        }
        return null;
    }
}
