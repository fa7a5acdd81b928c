package dev.gatehouse.server.log.sqlite;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.LogUnavailableException;
import dev.gatehouse.server.schedule.Threads;
import dev.gatehouse.server.sqlite.SqliteFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * A topic in an SQLite file: one partition, numbered 0. Records that arrive while a transaction runs share the next
 * one, so a disk that syncs slowly costs time once per group and not once per record.
 */
public final class SqliteEventLog implements EventLog {

    private static final int GROUP = 1_000;
    private static final int MOST_WAITING = 10_000;

    private final SqliteFile file;
    private final String topic;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition appended = lock.newCondition();
    private final Thread appender;
    private List<Waiting> waiting = new ArrayList<>();
    private long groups;
    private boolean closed;

    private record Waiting(String key, String value, CompletableFuture<Receipt> done) {}

    /** A topic in {@code file}, which several topics may share and which this log does not close. */
    public SqliteEventLog(SqliteFile file, String topic) {
        this.file = file;
        this.topic = topic;
        this.appender = Thread.ofPlatform().daemon().name("append-" + topic).start(this::appendGroups);
    }

    /**
     * Opens {@code log.db} in a folder.
     *
     * @throws StorageException where the folder cannot be written
     */
    public static SqliteFile openFile(Path folder) {
        return SqliteFile.open(folder.resolve("log.db"), "db/log");
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public CompletableFuture<Receipt> append(String key, String value) {
        return appendInOrder(List.of(new Message(key, value))).getFirst();
    }

    @Override
    public List<CompletableFuture<Receipt>> appendInOrder(List<Message> messages) {
        List<Waiting> entries = messages.stream()
                .map(message -> new Waiting(message.key(), message.value(), new CompletableFuture<>())).toList();
        lock.lock();
        try {
            if (closed || waiting.size() >= MOST_WAITING) {
                LogUnavailableException failure = new LogUnavailableException(
                        closed ? "The log is closed." : "Too many records wait for the disk.", null);
                entries.forEach(entry -> entry.done.completeExceptionally(failure));
            } else {
                waiting.addAll(entries);
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
        return entries.stream().map(Waiting::done).toList();
    }

    @Override
    public Subscription subscribe(Map<Integer, Long> from, Reader reader) {
        return new SqliteSubscription(this, from.getOrDefault(0, -1L), reader);
    }

    @Override
    public Map<Integer, Long> ends() {
        try {
            return Map.of(0, file.read(handle -> next(handle)));
        } catch (JdbiException | StorageException e) {
            throw new LogUnavailableException("The log cannot be read: " + e.getMessage(), e);
        }
    }

    /** Appends what still waits, then stops. Subscriptions are closed by those who opened them. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        Threads.join(appender);
    }

    /** Up to 500 records from an offset on. */
    List<Entry> readFrom(long offset) {
        return file.read(handle -> handle
                .createQuery("""
                             SELECT "offset", key, value FROM log_record WHERE topic = :topic AND "offset" >= :from
                             ORDER BY "offset" LIMIT 500""")
                .bind("topic", topic)
                .bind("from", offset)
                .map((row, context) -> new Entry(new Receipt(topic, 0, row.getLong(1)), row.getString(2),
                        row.getString(3)))
                .list());
    }

    /** How many groups were appended so far; with {@link #awaitGroupAfter} it tells a reader that there is more. */
    long groups() {
        lock.lock();
        try {
            return groups;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until more was appended than {@code seen} groups, or for {@code most}: another program may append too. */
    void awaitGroupAfter(long seen, Duration most) throws InterruptedException {
        lock.lock();
        try {
            long left = most.toNanos();
            while (groups == seen && left > 0) {
                left = appended.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has every reader look again. */
    void wake() {
        lock.lock();
        try {
            groups++;
            appended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void appendGroups() {
        for (List<Waiting> group = take(); !group.isEmpty(); group = take()) {
            int start = 0;
            while (start < group.size() && append(group.subList(start, Math.min(group.size(), start + GROUP)))) {
                start += GROUP;
            }
            fail(group.subList(Math.min(start, group.size()), group.size()));
        }
    }

    /** All that waits; empty once the log is closed and nothing is left. */
    private List<Waiting> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                arrived.awaitUninterruptibly();
            }
            List<Waiting> taken = waiting;
            waiting = new ArrayList<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Those that were to come after one that failed. */
    private static void fail(List<Waiting> rest) {
        LogUnavailableException failure = new LogUnavailableException("The log cannot be written.", null);
        rest.forEach(entry -> entry.done.completeExceptionally(failure));
    }

    private boolean append(List<Waiting> group) {
        long first;
        try {
            first = file.write(handle -> insert(handle, group));
        } catch (RuntimeException e) {
            LogUnavailableException failure = new LogUnavailableException("The log cannot be written: "
                    + e.getMessage(), e);
            group.forEach(entry -> entry.done.completeExceptionally(failure));
            return false;
        }
        wake();
        for (int i = 0; i < group.size(); i++) {
            group.get(i).done.complete(new Receipt(topic, 0, first + i));
        }
        return true;
    }

    private long insert(Handle handle, List<Waiting> group) {
        long first = next(handle);
        var batch = handle.prepareBatch(
                "INSERT INTO log_record (topic, \"offset\", key, value) VALUES (:topic, :offset, :key, :value)");
        for (int i = 0; i < group.size(); i++) {
            batch.bind("topic", topic)
                    .bind("offset", first + i)
                    .bind("key", group.get(i).key)
                    .bind("value", group.get(i).value)
                    .add();
        }
        batch.execute();
        handle.execute("INSERT OR REPLACE INTO log_end (topic, next) VALUES (?, ?)", topic, first + group.size());
        return first;
    }

    private long next(Handle handle) {
        return handle.createQuery("SELECT next FROM log_end WHERE topic = :topic")
                .bind("topic", topic)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }
}
