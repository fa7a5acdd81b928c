package dev.gatehouse.server.health;

import dev.gatehouse.model.health.Stats;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/** Measures the load since it was last asked; ask it once a second. */
public final class StatsMeter {

    private final NodeMetrics metrics;
    private final Supplier<Online> online;
    private final Clock clock;
    private NodeMetrics.Totals before;
    private long beforeNanos;

    /** Who is online on all nodes. */
    public record Online(long total, Map<String, Long> byNode, Map<String, Long> byKind) {

        public Online {
            byNode = Map.copyOf(byNode);
            byKind = Map.copyOf(byKind);
        }
    }

    public StatsMeter(NodeMetrics metrics, Supplier<Online> online, Clock clock) {
        this.metrics = metrics;
        this.online = online;
        this.clock = clock;
        this.before = metrics.totals();
        this.beforeNanos = System.nanoTime();
    }

    /** The load since the call before. */
    public synchronized Stats measure() {
        NodeMetrics.Totals now = metrics.totals();
        long nowNanos = System.nanoTime();
        double seconds = Math.max(1e-3, (nowNanos - beforeNanos) / 1e9);
        Online people = online.get();
        Stats stats = new Stats(clock.instant(), people.total(), people.byNode(), people.byKind(),
                (now.logins() - before.logins()) / seconds, (now.requests() - before.requests()) / seconds,
                (now.errors() - before.errors()) / seconds, (now.heartbeats() - before.heartbeats()) / seconds,
                metrics.layers());
        before = now;
        beforeNanos = nowNanos;
        return stats;
    }
}
