package dev.gatehouse.server.session;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.session.PresenceWindows.Sizes;
import dev.gatehouse.server.session.PresenceWindows.Window;
import dev.gatehouse.server.session.column.Columns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of the sessions of all nodes, in memory: columns, of which sessions are made when they are read.
 * Safe for use by several threads; who reads sees a session before a change or after it, never between.
 */
public final class PresenceIndex {

    private final Columns columns = new Columns();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final PresenceWindows windows;
    private final AtomicLong version = new AtomicLong();

    /** An index that sorts on a thread of its own, which is there only while there is something to sort. */
    public PresenceIndex() {
        this(System::nanoTime, sorter(), Sizes.USUAL);
    }

    /**
     * An empty index.
     *
     * @param nanoTime as {@link System#nanoTime}
     * @param sorter   what sorting is left to
     */
    PresenceIndex(LongSupplier nanoTime, Executor sorter, Sizes sizes) {
        windows = new PresenceWindows(columns, lock.readLock(), nanoTime, sorter, sizes);
    }

    /** Takes a session in, or what is new of it. */
    public void put(Session session) {
        changing(() -> windows.changed(columns.put(session)));
    }

    /** Takes sessions in, or what is new of them, at once. */
    public void putAll(Collection<Session> sessions) {
        changing(() -> sessions.forEach(session -> windows.changed(columns.put(session))));
    }

    /** Notes that a session was seen, if it is known and was not seen later. */
    public void seen(String sid, Instant at) {
        changing(() -> note(sid, at));
    }

    /**
     * Notes that sessions were seen, at once.
     *
     * @param lastHeartbeats sid to milliseconds since 1970
     */
    public void seen(Map<String, Long> lastHeartbeats) {
        changing(() -> lastHeartbeats.forEach((sid, millis) -> note(sid, Instant.ofEpochMilli(millis))));
    }

    /**
     * Takes a session out, unless another node holds it meanwhile.
     *
     * @return the session, if it was there
     */
    public @Nullable Session remove(String sid, String node) {
        Lock writing = lock.writeLock();
        writing.lock();
        try {
            int slot = columns.find(sid);
            if (slot == Columns.NONE || !columns.node(slot).equals(node)) {
                return null;
            }
            Session session = columns.session(slot);
            columns.remove(slot);
            windows.changed(slot);
            version.incrementAndGet();
            return session;
        } finally {
            writing.unlock();
            windows.keepUp();
        }
    }

    /** The session with this id, if it is known. */
    public @Nullable Session find(String sid) {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            int slot = columns.find(sid);
            return slot == Columns.NONE ? null : columns.session(slot);
        } finally {
            reading.unlock();
        }
    }

    /**
     * The session with this id.
     *
     * @throws RequestFailure {@link ErrorCode#NOT_FOUND} where nobody is online under it
     */
    public Session require(String sid) {
        Session session = find(sid);
        if (session == null) {
            throw new RequestFailure(ErrorCode.NOT_FOUND, "No session with the id " + sid + " is online.");
        }
        return session;
    }

    /** The sessions of a user. */
    public List<Session> ofUser(String userId) {
        return sessions(found -> columns.ofUser(userId, found));
    }

    /** How many sessions a user has. */
    long countOfUser(String userId) {
        return read(() -> {
            LongAdder found = new LongAdder();
            columns.ofUser(userId, _ -> found.increment());
            return found.sum();
        });
    }

    /** The sessions that a node holds. */
    public List<Session> ofNode(String node) {
        return sessions(found -> columns.ofNode(node, found));
    }

    /** The ids of the sessions that a node holds. */
    public Set<String> sidsOfNode(String node) {
        return read(() -> {
            Set<String> sids = new HashSet<>();
            columns.ofNode(node, slot -> sids.add(columns.sid(slot)));
            return sids;
        });
    }

    /** The sessions in a room. */
    public List<Session> inRoom(String room) {
        return sessions(found -> columns.ofRoom(room, found));
    }

    /** The nodes that hold sessions. */
    public Set<String> nodes() {
        return Set.copyOf(countByNode().keySet());
    }

    /** All sessions, in no order, each made when it is come to; reading them sees changes made meanwhile or not. */
    public Collection<Session> all() {
        return new LazySessions(columns, lock.readLock(), SessionFilter.ALL);
    }

    /**
     * The sessions that a filter meets, in no order. Many of them are made only when they are come to; those that the
     * filter does not meet any more by then are passed over.
     */
    public Collection<Session> matching(SessionFilter filter) {
        return LazySessions.matching(columns, lock.readLock(), filter);
    }

    /**
     * A window on the sessions that a filter meets.
     *
     * @param live tells which nodes are live; the sessions of the others are stale
     */
    Window window(SessionFilter filter, SessionOrder order, Predicate<String> live, int offset, int limit) {
        return windows.window(filter, order, live, offset, limit);
    }

    /** How many sessions are known. */
    public long count() {
        return read(columns::count);
    }

    /** How many sessions each node holds. */
    public Map<String, Long> countByNode() {
        return read(columns::countByNode);
    }

    /** How many sessions there are of each kind of client. */
    public Map<ClientKind, Long> countByKind() {
        return read(columns::countByKind);
    }

    /** How many members each room has, by room and node. */
    public Map<String, Map<String, Long>> countByRoom() {
        return read(columns::countByRoom);
    }

    /** Another number after every change. */
    public long version() {
        return version.get();
    }

    private void note(String sid, Instant at) {
        int slot = columns.seen(sid, at);
        if (slot != Columns.NONE) {
            windows.seen(slot);
        }
    }

    private void changing(Runnable change) {
        Lock writing = lock.writeLock();
        writing.lock();
        try {
            change.run();
            version.incrementAndGet();
        } finally {
            writing.unlock();
        }
        windows.keepUp();
    }

    private List<Session> sessions(Consumer<IntConsumer> search) {
        return read(() -> {
            List<Session> sessions = new ArrayList<>();
            search.accept(slot -> sessions.add(columns.session(slot)));
            return sessions;
        });
    }

    private <T> T read(Supplier<T> question) {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            return question.get();
        } finally {
            reading.unlock();
        }
    }

    private static Executor sorter() {
        ThreadPoolExecutor sorter = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("presence-sorting").factory());
        sorter.allowCoreThreadTimeOut(true);
        return sorter;
    }
}
