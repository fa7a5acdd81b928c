package dev.gatehouse.server.health;

import dev.gatehouse.model.health.Stats;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes the figures of the dashboard once a second and keeps the last five minutes of them. */
public final class StatsSampler implements Runnable {

    /** How many samples are kept. */
    public static final int KEPT = 300;

    private final NodeMetrics metrics;
    private final Supplier<Online> online;
    private final Clock clock;
    private final Deque<Stats> ring = new ArrayDeque<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private NodeMetrics.@Nullable Totals before;
    private long beforeNanos;

    /** Who is online on all nodes. */
    public record Online(long total, Map<String, Long> byNode, Map<String, Long> byKind) {

        public Online {
            byNode = Map.copyOf(byNode);
            byKind = Map.copyOf(byKind);
        }
    }

    public StatsSampler(NodeMetrics metrics, Supplier<Online> online, Clock clock) {
        this.metrics = metrics;
        this.online = online;
        this.clock = clock;
    }

    /** Has {@code listener} run after each sample. */
    public void onSample(Runnable listener) {
        listeners.add(listener);
    }

    /** Takes one sample. */
    @Override
    public void run() {
        NodeMetrics.Totals now = metrics.totals();
        long nowNanos = System.nanoTime();
        Online people = online.get();
        Instant at = clock.instant();
        synchronized (this) {
            NodeMetrics.Totals last = before;
            double seconds = (nowNanos - beforeNanos) / 1e9;
            if (last != null && seconds > 0) {
                ring.addLast(new Stats(at, people.total(), people.byNode(), people.byKind(),
                        (now.logins() - last.logins()) / seconds, (now.requests() - last.requests()) / seconds,
                        (now.errors() - last.errors()) / seconds, (now.heartbeats() - last.heartbeats()) / seconds,
                        metrics.layers()));
                if (ring.size() > KEPT) {
                    ring.removeFirst();
                }
            }
            before = now;
            beforeNanos = nowNanos;
        }
        listeners.forEach(Runnable::run);
    }

    /** The samples kept, oldest first. */
    public synchronized List<Stats> samples() {
        return List.copyOf(ring);
    }
}
