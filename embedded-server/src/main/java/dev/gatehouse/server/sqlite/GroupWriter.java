package dev.gatehouse.server.sqlite;

import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.schedule.Threads;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a file. Units of work that wait at the same time share a transaction, so that the disk syncs once
 * for all of them; none is acknowledged before that. Each has a savepoint of its own: one that fails takes nothing
 * with it.
 *
 * <p>Units run on the writer's own thread: what is bound to the caller's thread is not there.
 */
final class GroupWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
    private static final int MOST_IN_GROUP = 512;

    private final Path file;
    private final DataSource source;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Thread thread;
    private List<Unit<?>> waiting = new ArrayList<>();
    private boolean closed;
    /** On the writer's thread only. */
    private Connection connection;
    /** On the writer's thread only. */
    private Jdbi jdbi;
    /** The transaction that runs; on the writer's thread only. */
    private @Nullable Handle current;

    /** A unit of work and what came of it; written by the writer until it is {@code settled}. */
    private static final class Unit<T extends @Nullable Object> {

        private final Function<Handle, T> action;
        private final CompletableFuture<Boolean> settled = new CompletableFuture<>();
        private @Nullable Throwable thrown;
        private @Nullable T value;

        Unit(Function<Handle, T> action) {
            this.action = action;
        }

        void run(Handle handle) {
            value = action.apply(handle);
        }

        @SuppressWarnings("NullAway") // where nothing was thrown, the value is what the action returned
        T result() {
            settled.join();
            if (thrown instanceof RuntimeException failure) {
                throw failure;
            }
            if (thrown instanceof Error error) {
                throw error;
            }
            return value;
        }
    }

    /** The whole transaction is lost, not one unit only. */
    private static final class GroupLostException extends Exception {

        private static final long serialVersionUID = 1L;

        GroupLostException(Throwable cause) {
            super(cause);
        }
    }

    GroupWriter(Path file, DataSource source) throws SQLException {
        this.file = file;
        this.source = source;
        this.connection = source.getConnection();
        this.jdbi = Jdbi.create(connection);
        this.thread = Thread.ofPlatform().daemon().name("write-" + file.getFileName()).start(this::run);
    }

    /**
     * Runs a unit and waits until it is durable, whatever interrupts the wait. A unit within a unit belongs to the
     * outer one.
     *
     * @throws StorageException where the disk is full or the file cannot be written
     */
    <T extends @Nullable Object> T write(Function<Handle, T> action) {
        Handle outer = Thread.currentThread().equals(thread) ? current : null;
        if (outer != null) {
            return action.apply(outer);
        }
        Unit<T> unit = new Unit<>(action);
        lock.lock();
        try {
            if (closed) {
                throw new StorageException("The database " + file + " is closed.", null);
            }
            waiting.add(unit);
            arrived.signal();
        } finally {
            lock.unlock();
        }
        return unit.result();
    }

    /** Runs what waits, then closes the connection. Further calls do nothing. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
        Threads.join(thread);
    }

    private void run() {
        for (List<Unit<?>> group = take(); !group.isEmpty(); group = take()) {
            try {
                commit(group);
            } catch (GroupLostException e) {
                lose(group, e);
                renew(group);
            }
            group.forEach(unit -> unit.settled.complete(true));
        }
        closeConnection();
    }

    /** A unit that was alone knows better what went wrong. */
    private void lose(List<Unit<?>> group, GroupLostException lost) {
        RuntimeException failure = SqliteFile.fault(file, lost.getCause()) instanceof RuntimeException known
                ? known
                : new StorageException("The database " + file + " did not take a write: " + lost.getMessage(), lost);
        for (Unit<?> unit : group) {
            if (group.size() > 1 || unit.thrown == null) {
                unit.thrown = failure;
            }
        }
    }

    /** Units that wait; empty once the writer is closed and nothing is left. */
    private List<Unit<?>> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                arrived.awaitUninterruptibly();
            }
            List<Unit<?>> taken = waiting;
            if (taken.size() <= MOST_IN_GROUP) {
                waiting = new ArrayList<>();
                return taken;
            }
            waiting = new ArrayList<>(taken.subList(MOST_IN_GROUP, taken.size()));
            return new ArrayList<>(taken.subList(0, MOST_IN_GROUP));
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<Unit<?>> group) throws GroupLostException {
        try (Handle handle = jdbi.open()) {
            current = handle;
            handle.begin();
            if (group.size() == 1) {
                if (alone(group.getFirst(), handle)) {
                    handle.commit();
                } else {
                    handle.rollback();
                }
            } else {
                try (Statement control = connection.createStatement()) {
                    for (Unit<?> unit : group) {
                        withSavepoint(unit, handle, control);
                    }
                }
                handle.commit();
            }
        } catch (SQLException | RuntimeException | Error e) {
            throw new GroupLostException(e);
        } finally {
            current = null;
        }
    }

    private boolean alone(Unit<?> unit, Handle handle) {
        try {
            unit.run(handle);
            return true;
        } catch (RuntimeException | Error e) {
            unit.thrown = SqliteFile.fault(file, e);
            return false;
        }
    }

    /** @throws SQLException where the transaction is over: some faults of the disk end it as a whole */
    private void withSavepoint(Unit<?> unit, Handle handle, Statement control) throws SQLException {
        control.execute("SAVEPOINT unit");
        try {
            unit.run(handle);
        } catch (RuntimeException | Error e) {
            unit.thrown = SqliteFile.fault(file, e);
            try {
                control.execute("ROLLBACK TO unit");
            } catch (SQLException gone) {
                e.addSuppressed(gone);
                throw new SQLException(e);
            }
        }
        control.execute("RELEASE unit");
    }

    /** A fault may leave the connection within a transaction or without one: a new one is in none. */
    private void renew(List<Unit<?>> group) {
        closeConnection();
        try {
            connection = source.getConnection();
            jdbi = Jdbi.create(connection);
        } catch (SQLException e) {
            group.forEach(unit -> {
                if (unit.thrown != null) {
                    unit.thrown.addSuppressed(e);
                }
            });
        }
    }

    private void closeConnection() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("The database {} did not close in order: {}", file, e.getMessage());
        }
    }
}
