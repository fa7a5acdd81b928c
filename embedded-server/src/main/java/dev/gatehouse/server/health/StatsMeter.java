package dev.gatehouse.server.health;

import dev.gatehouse.model.health.Stats;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Measures the load since it was last asked; ask it once a second. */
public final class StatsMeter {

    /** Over how many calls the calls of a layer are counted. */
    private static final int WINDOW = 10;

    private final NodeMetrics metrics;
    private final Supplier<Online> online;
    private final Clock clock;
    private final Deque<Map<String, Long>> earlierCalls = new ArrayDeque<>();
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
                (now.messages() - before.messages()) / seconds,
                layers());
        before = now;
        beforeNanos = nowNanos;
        return stats;
    }

    private List<Stats.Layer> layers() {
        List<Stats.Layer> sinceStart = metrics.layers();
        earlierCalls.addLast(sinceStart.stream().collect(Collectors.toMap(Stats.Layer::name, Stats.Layer::count)));
        Map<String, Long> tenAgo = earlierCalls.size() > WINDOW ? earlierCalls.removeFirst() : Map.of();
        return sinceStart.stream().map(layer -> new Stats.Layer(layer.name(), layer.p50Micros(), layer.p99Micros(),
                layer.count() - tenAgo.getOrDefault(layer.name(), 0L))).toList();
    }
}
