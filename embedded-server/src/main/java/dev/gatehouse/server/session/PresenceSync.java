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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps store, bus and index of presence together. What changes on this node is in the index at once, in the store and
 * with the other nodes a tenth of a second later, heartbeats a second later. The other nodes' deltas come in over the
 * bus; whatever was missed is found by comparison with the store, see {@link PresenceRepair}.
 */
public final class PresenceSync implements AutoCloseable {

    static final String DELTA = "session.delta";

    private static final Logger LOG = LoggerFactory.getLogger(PresenceSync.class);
    private static final Duration FLUSH_EVERY = Duration.ofMillis(100);
    private static final long SEEN_EVERY_NANOS = Duration.ofSeconds(1).toNanos();
    /** How often the index is compared while something may be missing. */
    private static final Duration SOON = Duration.ofSeconds(1);
    /** For how long it is compared that often after something went missing. */
    private static final long EAGER_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Duration FAREWELLS_KEPT = Duration.ofMinutes(2);
    private static final int BATCH = 500;
    private static final int MOST_UNHEARD = 20_000;
    private static final long SETTLED_NANOS = Duration.ofSeconds(3).toNanos();
    /** The other nodes may be a little later than this one to hear again. */
    private static final long TELL_AGAIN_NANOS = Duration.ofSeconds(4).toNanos();

    private final String node;
    private final PresenceStore store;
    private final PresenceIndex index;
    private final Bus bus;
    private final Farewells farewells = new Farewells(FAREWELLS_KEPT);
    private final BuriedSessions buried = new BuriedSessions();
    private final Set<String> dead = ConcurrentHashMap.newKeySet();
    private final PresenceRepair repair;
    private final RepairPace pace;
    private final Object queueMonitor = new Object();
    private Map<String, Session> changed = new LinkedHashMap<>();
    private List<EndedSession> ended = new ArrayList<>();
    private Map<String, Session> seen = new HashMap<>();
    private final Map<String, Session> notRemoved = new HashMap<>();
    /** Ends that nobody may have heard, for the bus goes through what the store is in. */
    private List<EndedSession> unheard = new ArrayList<>();
    private long tellAgainNanos;
    private volatile boolean rewriteWanted;
    private volatile long eagerUntilNanos = System.nanoTime() + EAGER_NANOS;
    private long seenFlushedNanos = System.nanoTime();
    private volatile long settledNanos;
    private volatile @Nullable SessionFinds begins;
    private final Ticker flusher = Ticker.unstarted("presence-flush", FLUSH_EVERY, this::flush);
    private final Ticker repairer;
    private final AtomicBoolean listening = new AtomicBoolean();

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
     * @param repairEvery how often the index is compared with the store while nothing is known to be missing
     */
    public PresenceSync(String node, PresenceStore store, PresenceIndex index, Bus bus, Duration repairEvery,
            Clock clock) {
        this.node = node;
        this.store = store;
        this.index = index;
        this.bus = bus;
        pace = new RepairPace(repairEvery);
        repair = new PresenceRepair(this, store, index, bus, clock);
        repairer = Ticker.unstarted("presence-repair", repairEvery.compareTo(SOON) < 0 ? repairEvery : SOON,
                this::compare);
    }

    /** Has {@code finds} told of sessions whose end nobody said; before {@link #start}. */
    void onFinds(SessionFinds finds) {
        begins = finds;
        repair.tell(finds);
        buried.tell(finds);
    }

    /** Listens to the other nodes, reads who is online, and begins to tell them of this one. */
    public void start() {
        if (listening.getAndSet(true)) {
            return;
        }
        bus.on(DELTA, this::apply);
        repair.listen();
        bus.onReconnect(this::repairSoon);
        flusher.start();
        repairer.start();
    }

    /** A session with this sid begins on this node, see {@link Farewells#begins}. */
    Instant begins(String sid, Instant now) {
        return farewells.begins(sid, now);
    }

    /** Whether a session with this sid was taken for over because its node was, which may have been wrong. */
    boolean mayComeBack(String sid) {
        return buried.names(sid);
    }

    /** Tells of a session of this node that is new or has changed; passed over where its end was told. */
    void changed(Session session) {
        synchronized (queueMonitor) {
            if (!farewells.has(session)) {
                boolean isNew = !knows(session);
                index.put(session);
                changed.put(session.sid(), session);
                if (isNew) {
                    tellBegin(session);
                }
            }
        }
    }

    /** Tells that a session of this node was seen; passed over where its end was told. */
    void seen(Session session) {
        synchronized (queueMonitor) {
            if (!farewells.has(session)) {
                index.seen(session.sid(), session.lastSeenAt());
                seen.put(session.sid(), session);
            }
        }
    }

    /** Tells that a session of this node is over. */
    void ended(EndedSession over) {
        String sid = over.session().sid();
        synchronized (queueMonitor) {
            farewells.add(over.session());
            index.remove(sid, node);
            changed.remove(sid);
            seen.remove(sid);
            ended.add(over);
        }
    }

    /** Tells all nodes of sessions of an earlier life of this node, which are in no index of this one. */
    void tellGone(List<EndedSession> over) {
        tell(List.of(), over, List.of());
    }

    /** Takes sessions of a node that is dead out of the index; one that comes back after all is taken in again. */
    void bury(String from, List<EndedSession> over) {
        dead.add(from);
        over.forEach(each -> index.remove(each.session().sid(), from));
        buried.add(over);
    }

    /** A node that was taken for dead beats again: what the store lists for it counts again. */
    void revive(String from) {
        dead.remove(from);
    }

    /** Whether what the store lists for a node is not to be believed. */
    boolean isDead(String from) {
        return dead.contains(from);
    }

    /** Takes in sessions of another node, but for those whose end was told. */
    void take(Collection<Session> sessions) {
        List<Session> there = sessions.stream().filter(session -> !farewells.has(session)).toList();
        List<Session> begun = there.stream().filter(session -> !knows(session)).toList();
        index.putAll(there);
        begun.forEach(this::tellBegin);
        there.forEach(buried::seenAlive);
    }

    /** Told when it is in the index, so that nobody finds a session that has begun and is not online. */
    private void tellBegin(Session session) {
        SessionFinds listener = begins;
        if (listener != null) {
            listener.began(session);
        }
    }

    /** Whether nothing is missing about this very session: it is online, or its end was told a short while ago. */
    boolean accountsFor(Session session) {
        return knows(session) || farewells.has(session);
    }

    /** Whether this very session is online, as far as is known. */
    boolean knows(Session session) {
        Session there = index.find(session.sid());
        return there != null && there.connectedAt().toEpochMilli() == session.connectedAt().toEpochMilli();
    }

    /** Whether all that was online when this node started is known: it has compared, and a few seconds have passed. */
    boolean isSettled() {
        long at = settledNanos;
        return at != 0 && System.nanoTime() - at >= 0;
    }

    /** This node's name. */
    String node() {
        return node;
    }

    Farewells farewells() {
        return farewells;
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
        for (String other : repair.others().keySet()) {
            sessions.addAll(store.read(store.sidsOfNode(other)));
        }
        return sessions;
    }

    /** Tells what is still to tell and ends. */
    @Override
    public void close() {
        repairer.close();
        flusher.close();
        if (listening.getAndSet(false)) {
            flush();
        }
    }

    private void repairSoon() {
        eagerUntilNanos = System.nanoTime() + EAGER_NANOS;
        repairer.soon();
    }

    private void compare() {
        long now = System.nanoTime();
        boolean due = pace.isDue(now);
        if (!due && now - eagerUntilNanos >= 0) {
            return;
        }
        try {
            repair.run(due);
            if (due && pace.compared(now, System.nanoTime())) {
                settledNanos = System.nanoTime() + SETTLED_NANOS;
            }
        } catch (RequestFailure e) {
            LOG.debug("Presence could not be compared: {}", e.detail());
        }
    }

    private void flush() {
        Map<String, Session> put;
        List<EndedSession> gone;
        Map<String, Session> touched = Map.of();
        synchronized (queueMonitor) {
            put = changed;
            changed = new LinkedHashMap<>();
            gone = ended;
            ended = new ArrayList<>();
            long now = System.nanoTime();
            if (now - seenFlushedNanos >= SEEN_EVERY_NANOS) {
                touched = seen;
                seen = new HashMap<>();
                seenFlushedNanos = now;
            }
        }
        if (!put.isEmpty() || !gone.isEmpty() || !touched.isEmpty()) {
            write(put.values(), gone, touched.values());
            tell(put.values(), gone, touched.values());
        }
        if (rewriteWanted) {
            rewrite();
        }
        if (!unheard.isEmpty() && !rewriteWanted && System.nanoTime() - tellAgainNanos >= 0) {
            tell(List.of(), unheard, List.of());
            unheard = new ArrayList<>();
        }
    }

    private void write(Collection<Session> put, Collection<EndedSession> gone, Collection<Session> touched) {
        gone.forEach(over -> notRemoved.put(over.session().sid(), over.session()));
        try {
            store.put(put);
            removeGone();
            store.touch(touched);
        } catch (RequestFailure e) {
            LOG.debug("Presence is written again later: {}", e.detail());
            rewriteWanted = true;
        }
        if (rewriteWanted && unheard.size() < MOST_UNHEARD) {
            unheard.addAll(gone);
        }
    }

    private void rewrite() {
        rewriteWanted = false;
        List<Session> own = index.ofNode(node);
        try {
            store.put(own);
            removeGone();
        } catch (RequestFailure e) {
            LOG.debug("Presence is written again later: {}", e.detail());
            rewriteWanted = true;
            return;
        }
        tell(own, unheard, List.of());
        tellAgainNanos = System.nanoTime() + TELL_AGAIN_NANOS;
    }

    /** Takes out what ended, except where a session with the same sid has begun here meanwhile. */
    private void removeGone() {
        notRemoved.keySet().removeIf(sid -> {
            Session there = index.find(sid);
            return there != null && there.node().equals(node);
        });
        if (!notRemoved.isEmpty()) {
            store.remove(List.copyOf(notRemoved.values()));
            notRemoved.clear();
        }
    }

    /** Tells of ends first: a sid that ended and began again within one turn is online. */
    private void tell(Collection<Session> put, Collection<EndedSession> gone, Collection<Session> touched) {
        batches(gone).forEach(batch -> bus.publish(DELTA, new Delta(List.of(), Map.of(), batch)));
        batches(put).forEach(batch -> bus.publish(DELTA, new Delta(batch, Map.of(), List.of())));
        batches(touched).forEach(batch -> bus.publish(DELTA, new Delta(List.of(), batch.stream().collect(
                Collectors.toMap(Session::sid, session -> session.lastSeenAt().toEpochMilli())), List.of())));
    }

    private void apply(Bus.Message message) {
        if (message.from().equals(node)) {
            return;
        }
        Delta delta = delta(message);
        if (delta != null) {
            delta.gone.forEach(over -> drop(over.session(), message.from()));
            take(delta.put.stream().filter(session -> session.node().equals(message.from())).toList());
            index.seen(delta.seen);
        }
    }

    private void drop(Session over, String from) {
        farewells.add(over);
        Session there = index.find(over.sid());
        if (there != null && there.connectedAt().toEpochMilli() <= over.connectedAt().toEpochMilli()) {
            index.remove(over.sid(), from);
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

    static <T> List<List<T>> batches(Collection<T> all) {
        List<T> list = List.copyOf(all);
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < list.size(); from += BATCH) {
            batches.add(list.subList(from, Math.min(from + BATCH, list.size())));
        }
        return batches;
    }
}
