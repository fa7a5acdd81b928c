package dev.gatehouse.server.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps store, bus and index of presence together. What changes on this node is in the index at once, in the store and
 * with the other nodes a tenth of a second later, heartbeats a second later. The other nodes' deltas come in over the
 * bus; whatever was missed is found by comparison with the store. A session that the store does not know in two
 * comparisons is over.
 */
public final class PresenceSync implements AutoCloseable {

    static final String DELTA = "session.delta";

    private static final Logger LOG = LoggerFactory.getLogger(PresenceSync.class);
    private static final Duration FLUSH_EVERY = Duration.ofMillis(100);
    private static final Duration SEEN_EVERY = Duration.ofSeconds(1);
    private static final int BATCH = 500;

    private final String node;
    private final PresenceStore store;
    private final PresenceIndex index;
    private final Bus bus;
    private final Duration repairEvery;
    private final Clock clock;
    private final Object queueMonitor = new Object();
    private Map<String, Session> changed = new LinkedHashMap<>();
    private Map<String, EndedSession> ended = new LinkedHashMap<>();
    private Map<String, Session> seen = new HashMap<>();
    private final Map<String, Session> notRemoved = new HashMap<>();
    private Set<String> suspects = Set.of();
    private volatile boolean rewriteWanted;
    private Instant seenFlushedAt = Instant.EPOCH;
    private @Nullable Ticker flusher;
    private @Nullable Ticker repairer;

    /**
     * What happened on one node.
     *
     * @param put  sessions that are new or whose rooms changed
     * @param seen sid to the last heartbeat, in milliseconds since 1970
     * @param gone sessions that are over
     */
    record Delta(List<Session> put, Map<String, Long> seen, List<EndedSession> gone) {}

    /**
     * A sync that is not started yet.
     *
     * @param repairEvery how often the index is compared with the store
     */
    public PresenceSync(String node, PresenceStore store, PresenceIndex index, Bus bus, Duration repairEvery,
            Clock clock) {
        this.node = node;
        this.store = store;
        this.index = index;
        this.bus = bus;
        this.repairEvery = repairEvery;
        this.clock = clock;
    }

    /** Listens to the other nodes, reads who is online, and begins to tell them of this one. */
    public synchronized void start() {
        if (flusher != null) {
            return;
        }
        bus.on(DELTA, this::apply);
        bus.onReconnect(this::repairSoon);
        flusher = new Ticker("presence-flush", FLUSH_EVERY, this::flush);
        repairer = new Ticker("presence-repair", repairEvery, this::repair);
    }

    /** Tells of a session of this node that is new or has changed. */
    void changed(Session session) {
        index.put(session);
        synchronized (queueMonitor) {
            changed.put(session.sid(), session);
        }
    }

    /** Tells that a session of this node was seen. */
    void seen(Session session) {
        index.seen(session.sid(), session.lastSeenAt());
        synchronized (queueMonitor) {
            seen.put(session.sid(), session);
        }
    }

    /** Tells that a session of this node is over. */
    void ended(EndedSession over) {
        String sid = over.session().sid();
        index.remove(sid, node);
        synchronized (queueMonitor) {
            changed.remove(sid);
            seen.remove(sid);
            ended.put(sid, over);
        }
    }

    /** Has this node's sessions written again and the index compared, soon: the store or the bus was away. */
    public void recover() {
        rewriteWanted = true;
        repairSoon();
    }

    /**
     * All sessions as the store has them now.
     *
     * @throws RequestFailure {@code live-state-unavailable} where it does not answer
     */
    public List<Session> fresh() {
        List<Session> sessions = new ArrayList<>(index.ofNode(node));
        for (String other : otherNodes()) {
            sessions.addAll(store.read(store.sidsOfNode(other)));
        }
        return sessions;
    }

    /** Tells what is still to tell and ends. */
    @Override
    public synchronized void close() {
        if (flusher == null || repairer == null) {
            return;
        }
        repairer.close();
        flusher.close();
        flush();
        flusher = null;
    }

    private synchronized void repairSoon() {
        if (repairer != null) {
            repairer.soon();
        }
    }

    private void flush() {
        Map<String, Session> put;
        Map<String, EndedSession> gone;
        Map<String, Session> touched = Map.of();
        synchronized (queueMonitor) {
            put = changed;
            changed = new LinkedHashMap<>();
            gone = ended;
            ended = new LinkedHashMap<>();
            if (seenFlushedAt.plus(SEEN_EVERY).isBefore(clock.instant())) {
                touched = seen;
                seen = new HashMap<>();
                seenFlushedAt = clock.instant();
            }
        }
        if (!put.isEmpty() || !gone.isEmpty() || !touched.isEmpty()) {
            write(put.values(), gone.values(), touched.values());
            tell(put.values(), gone.values(), touched.values());
        }
        if (rewriteWanted) {
            rewrite();
        }
    }

    private void write(Collection<Session> put, Collection<EndedSession> gone, Collection<Session> touched) {
        gone.forEach(over -> notRemoved.put(over.session().sid(), over.session()));
        try {
            store.put(put);
            removeGone();
            store.touch(touched);
        } catch (RequestFailure e) {
            rewriteWanted = true;
        }
    }

    private void rewrite() {
        List<Session> own = index.ofNode(node);
        try {
            store.put(own);
            removeGone();
        } catch (RequestFailure e) {
            return;
        }
        rewriteWanted = false;
        tell(own, List.of(), List.of());
    }

    private void removeGone() {
        notRemoved.keySet().removeIf(sid -> index.find(sid) != null);
        if (!notRemoved.isEmpty()) {
            store.remove(List.copyOf(notRemoved.values()));
            notRemoved.clear();
        }
    }

    private void tell(Collection<Session> put, Collection<EndedSession> gone, Collection<Session> touched) {
        batches(put).forEach(batch -> bus.publish(DELTA, new Delta(batch, Map.of(), List.of())));
        batches(gone).forEach(batch -> bus.publish(DELTA, new Delta(List.of(), Map.of(), batch)));
        batches(touched).forEach(batch -> bus.publish(DELTA, new Delta(List.of(), batch.stream().collect(
                Collectors.toMap(Session::sid, session -> session.lastSeenAt().toEpochMilli())), List.of())));
    }

    private void apply(Bus.Message message) {
        if (message.from().equals(node)) {
            return;
        }
        Delta delta = delta(message);
        if (delta != null) {
            delta.put.stream().filter(session -> session.node().equals(message.from())).forEach(index::put);
            delta.seen.forEach((sid, millis) -> index.seen(sid, Instant.ofEpochMilli(millis)));
            delta.gone.forEach(over -> index.remove(over.session().sid(), message.from()));
        }
    }

    /** Reads a delta; absent where it cannot be read. */
    static @Nullable Delta delta(Bus.Message message) {
        try {
            return Json.LENIENT.treeToValue(message.body(), Delta.class);
        } catch (JsonProcessingException e) {
            LOG.warn("The node {} tells of sessions in a form that this one does not understand.", message.from(), e);
            return null;
        }
    }

    private void repair() {
        try {
            Set<String> missing = new HashSet<>();
            for (String other : otherNodes()) {
                missing.addAll(compare(other));
            }
            suspects = missing;
            removeStrays();
        } catch (RequestFailure e) {
            LOG.debug("Presence could not be compared: {}", e.detail());
        }
    }

    /** Compares one node's sessions; returns those that the store does not know. */
    private Set<String> compare(String other) {
        Map<String, Session> before = index.ofNode(other).stream()
                .collect(Collectors.toMap(Session::sid, session -> session, (first, _) -> first));
        Set<String> stored = store.sidsOfNode(other);
        Set<String> unknown = new HashSet<>(stored);
        unknown.removeAll(before.keySet());
        store.read(unknown).stream().filter(session -> session.node().equals(other)).forEach(index::put);
        Set<String> missing = new HashSet<>(before.keySet());
        missing.removeAll(stored);
        missing.stream().filter(suspects::contains).forEach(sid -> index.remove(sid, other));
        return missing;
    }

    /** Takes out what an earlier life of this node left in the store. */
    private void removeStrays() {
        Set<String> strays = store.sidsOfNode(node);
        strays.removeIf(sid -> index.find(sid) != null);
        if (!strays.isEmpty()) {
            store.remove(store.read(strays).stream().filter(session -> session.node().equals(node)).toList());
        }
    }

    private Set<String> otherNodes() {
        Set<String> nodes = new HashSet<>(index.nodes());
        store.beats().forEach(beat -> nodes.add(beat.id()));
        nodes.remove(node);
        return nodes;
    }

    private static <T> List<List<T>> batches(Collection<T> all) {
        List<T> list = List.copyOf(all);
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < list.size(); from += BATCH) {
            batches.add(list.subList(from, Math.min(from + BATCH, list.size())));
        }
        return batches;
    }
}
