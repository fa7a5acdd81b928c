package dev.gatehouse.server.session;

import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes of the fleet. This one writes down its beat every second and reads the others'; a node whose beat is
 * overdue by {@link #OVERDUE} is not live, and one that was not heard of for ten minutes is forgotten.
 */
public final class NodeRegistry implements AutoCloseable {

    /** How long a beat may be missing. */
    public static final Duration OVERDUE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(NodeRegistry.class);
    private static final Duration BEAT_EVERY = Duration.ofSeconds(1);
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final Self self;
    private final PresenceStore store;
    private final LongSupplier sessions;
    private final LongSupplier position;
    private final Clock clock;
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();
    private final List<Runnable> lossActions = new CopyOnWriteArrayList<>();
    private final List<Consumer<List<NodeBeat>>> readers = new CopyOnWriteArrayList<>();
    private final Map<String, Long> reported = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();
    private final Object progress = new Object();
    private volatile String url = "";
    private volatile Instant refreshedAt;
    private volatile BooleanSupplier draining = () -> false;
    private final Ticker ticker = Ticker.unstarted("node-beat", BEAT_EVERY, this::beat);
    private final AtomicBoolean present = new AtomicBoolean();
    private boolean known;

    /** This node. */
    public record Self(String id, String version, Instant startedAt) {}

    /** A beat, and when this node heard it by its own clock: the clocks of nodes differ. */
    private record Heard(NodeBeat beat, Instant at) {}

    /**
     * A registry that is not started yet.
     *
     * @param sessions how many sockets this node holds
     * @param position offset of the last change that this node has applied; -1 before the first
     */
    public NodeRegistry(Self self, PresenceStore store, LongSupplier sessions, LongSupplier position, Clock clock) {
        this.self = self;
        this.store = store;
        this.sessions = sessions;
        this.position = position;
        this.clock = clock;
        refreshedAt = clock.instant();
    }

    /** Begins to beat; {@code reachableAt} is where this node's REST interface answers. */
    public void start(String reachableAt) {
        url = reachableAt;
        present.set(true);
        ticker.start();
    }

    /** Has {@code action} run when the store turns out to have lost its data. It runs on the beat's thread. */
    public void onLoss(Runnable action) {
        lossActions.add(action);
    }

    /** Has {@code reader} given the beats of all nodes each time that they were read. It runs on the beat's thread. */
    public void onBeats(Consumer<List<NodeBeat>> reader) {
        readers.add(reader);
    }

    /** Has every beat of this node say whether it is being drained; before {@link #start}. */
    public void tellsDraining(BooleanSupplier source) {
        draining = source;
    }

    /** Has this node beat without waiting for its time: something has changed that the others should know. */
    void beatSoon() {
        ticker.soon();
    }

    /** The live nodes that take clients in, by id; this one among them unless it is being drained. */
    public List<NodeInfo> open() {
        return nodes().stream().filter(node -> node.live() && !node.draining()).toList();
    }

    /** All nodes by id, this one included, as last heard. */
    public List<NodeInfo> nodes() {
        Instant now = clock.instant();
        List<NodeInfo> nodes = new ArrayList<>();
        nodes.add(info(own(now), true));
        heard.forEach((id, last) -> {
            if (!id.equals(self.id)) {
                nodes.add(info(last.beat, live(last, now)));
            }
        });
        nodes.sort(Comparator.comparing(NodeInfo::id));
        return nodes;
    }

    /** Takes note that a node has applied everything up to {@code position}, ahead of its next beat. */
    void reported(String id, long position) {
        reported.merge(id, position, Math::max);
        version.incrementAndGet();
        synchronized (progress) {
            progress.notifyAll();
        }
    }

    /** Waits until every live node has applied everything up to {@code position}, but not longer than {@code most}. */
    void awaitPosition(long position, Duration most) {
        long untilNanos = System.nanoTime() + most.toNanos();
        synchronized (progress) {
            for (long left = most.toMillis(); left > 0 && isAnyBehind(position); left = Duration
                    .ofNanos(untilNanos - System.nanoTime()).toMillis()) {
                try {
                    progress.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private boolean isAnyBehind(long position) {
        return nodes().stream().anyMatch(node -> !node.self() && node.live() && node.position() < position);
    }

    /** Whether a node's beat is not overdue; this node is always live. */
    public boolean live(String id) {
        Heard last = heard.get(id);
        return id.equals(self.id) || (last != null && live(last, clock.instant()));
    }

    /** How long ago a node was last heard of, in milliseconds; 0 for this node and for one that was never heard of. */
    public long silentMillis(String id) {
        Heard last = heard.get(id);
        return id.equals(self.id) || last == null
                ? 0
                : Math.max(0, Duration.between(last.at, clock.instant()).toMillis());
    }

    /** The ids of the nodes that are live. */
    public Set<String> liveIds() {
        Instant now = clock.instant();
        Set<String> ids = heard.entrySet().stream().filter(entry -> live(entry.getValue(), now)).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        ids.add(self.id);
        return ids;
    }

    /** This node's id. */
    public String selfId() {
        return self.id;
    }

    /** Another number after every change. */
    public long version() {
        return version.get();
    }

    /** How old the knowledge of other nodes is, in milliseconds; 0 as long as the store answers in time. */
    public long ageMillis() {
        long age = Duration.between(refreshedAt, clock.instant()).toMillis();
        return age < 2 * BEAT_EVERY.toMillis() ? 0 : age;
    }

    /** Ends the beat and takes this node out of the fleet. */
    @Override
    public void close() {
        ticker.close();
        if (!present.getAndSet(false)) {
            return;
        }
        try {
            store.forget(self.id);
        } catch (RequestFailure e) {
            LOG.info("This node could not say goodbye; the others will see that its beat is overdue: {}", e.detail());
        }
    }

    private void beat() {
        try {
            boolean unknown = store.beat(own(clock.instant()));
            if (unknown && known) {
                LOG.warn("The live state was lost; this node writes its own part again.");
                lossActions.forEach(Runnable::run);
            }
            known = true;
            List<NodeBeat> beats = store.beats();
            refresh(beats);
            readers.forEach(reader -> reader.accept(beats));
        } catch (RequestFailure e) {
            LOG.debug("The beat was not heard: {}", e.detail());
        }
        version.incrementAndGet();
    }

    private void refresh(List<NodeBeat> beats) {
        Instant now = clock.instant();
        // A clock that was set back must not have the dead live on until it comes there again.
        heard.replaceAll((_, last) -> last.at.isAfter(now) ? new Heard(last.beat, now) : last);
        Set<String> written = beats.stream().map(NodeBeat::id).collect(Collectors.toSet());
        heard.keySet().removeIf(id -> !written.contains(id));
        reported.keySet().removeIf(id -> !written.contains(id));
        for (NodeBeat beat : beats) {
            Heard last = heard.get(beat.id());
            if (last == null) {
                heard.put(beat.id(), new Heard(beat, beat.at().isBefore(now) ? beat.at() : now));
            } else if (!last.beat.at().equals(beat.at())) {
                heard.put(beat.id(), new Heard(beat, now));
            } else if (last.at.plus(REMEMBERED).isBefore(now)) {
                store.forget(beat.id());
                heard.remove(beat.id());
            }
        }
        refreshedAt = now;
        synchronized (progress) {
            progress.notifyAll();
        }
    }

    private NodeBeat own(Instant now) {
        return new NodeBeat(self.id, url, self.version, self.startedAt, now, sessions.getAsLong(),
                position.getAsLong(), draining.getAsBoolean());
    }

    private NodeInfo info(NodeBeat beat, boolean live) {
        return new NodeInfo(beat.id(), beat.url(), beat.version(), beat.startedAt(), beat.at(), beat.sessions(), live,
                Math.max(beat.position(), reported.getOrDefault(beat.id(), -1L)), beat.id().equals(self.id),
                beat.draining());
    }

    private static boolean live(Heard last, Instant now) {
        return last.at.plus(OVERDUE).isAfter(now);
    }
}
