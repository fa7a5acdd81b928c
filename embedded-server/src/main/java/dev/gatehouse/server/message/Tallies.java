package dev.gatehouse.server.message;

import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.message.ReportStore.Counts;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what becomes of operators' messages: on this node for the store, a fifth of a second at a time, and for the node
 * that waits for it, at once.
 */
final class Tallies implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tallies.class);
    private static final String KIND = "message.count";
    private static final Duration FLUSH_EVERY = Duration.ofMillis(200);
    private static final int MOST_UNWRITTEN = 10_000;

    private final String node;
    private final ReportStore reports;
    private final Bus bus;
    private final Ticker flusher;
    private final Map<String, Awaited> awaited = new ConcurrentHashMap<>();
    private final AtomicLong keys = new AtomicLong();
    private Map<String, Counts> unwritten = new HashMap<>();

    private record Count(String key, String node, long sockets) {}

    Tallies(String node, ReportStore reports, Bus bus) {
        this.node = node;
        this.reports = reports;
        this.bus = bus;
        Deliveries.on(bus, KIND, Count.class, this::heard);
        flusher = new Ticker("message-tallies", FLUSH_EVERY, this::flush);
    }

    /** How other nodes are told where to say what they counted: this node, and a key of its own for the message. */
    String origin() {
        return node + "/" + keys.incrementAndGet();
    }

    /** A message went to so many sockets of this node. */
    void delivered(String msgId, @Nullable String origin, long sockets) {
        if (origin != null) {
            add(msgId, Counts.delivered(sockets));
            bus.send(origin.substring(0, origin.lastIndexOf('/')), KIND, new Count(origin, node, sockets));
        }
    }

    /** A message was put into so many inboxes; less than nothing where it was taken out. */
    void queued(String msgId, long users) {
        add(msgId, new Counts(0, users, 0, 0));
    }

    void add(String msgId, Counts counts) {
        if (!counts.equals(Counts.NONE)) {
            synchronized (this) {
                unwritten.merge(msgId, counts, Counts::plus);
            }
        }
    }

    /** Begins to wait for what nodes say of a message; before it is sent. */
    Awaited await(String origin, Set<String> nodes) {
        Awaited waiting = new Awaited(nodes);
        awaited.put(origin, waiting);
        return waiting;
    }

    /** Waits no longer. */
    void forget(String origin) {
        awaited.remove(origin);
    }

    private void heard(Count count) {
        Awaited waiting = awaited.get(count.key);
        if (waiting != null) {
            waiting.heard(count.node, count.sockets);
        }
    }

    private void flush() {
        Map<String, Counts> batch;
        synchronized (this) {
            batch = unwritten;
            unwritten = new HashMap<>();
        }
        if (batch.isEmpty()) {
            return;
        }
        try {
            reports.count(batch);
        } catch (RequestFailure e) {
            LOG.debug("What became of messages cannot be written down yet: {}", e.detail());
            synchronized (this) {
                if (unwritten.size() < MOST_UNWRITTEN) {
                    batch.forEach((msgId, counts) -> unwritten.merge(msgId, counts, Counts::plus));
                }
            }
        }
    }

    /** Writes what is counted and ends. */
    @Override
    public void close() {
        flusher.close();
        flush();
    }

    /** What nodes say of one message. */
    static final class Awaited {

        private final Set<String> silent;
        private long sockets;

        Awaited(Set<String> nodes) {
            silent = new HashSet<>(nodes);
        }

        private synchronized void heard(String from, long more) {
            sockets += more;
            silent.remove(from);
            notifyAll();
        }

        /** The nodes that have not spoken. */
        synchronized Set<String> silent() {
            return Set.copyOf(silent);
        }

        /** Waits until all have spoken, but not longer than {@code most}; returns how many sockets they counted. */
        synchronized long sockets(Duration most) {
            long until = System.nanoTime() + most.toNanos();
            try {
                for (long left = most.toNanos(); !silent.isEmpty() && left > 0; left = until - System.nanoTime()) {
                    wait(Math.max(1, left / 1_000_000));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return sockets;
        }
    }
}
