package dev.gatehouse.server.health;

import dev.gatehouse.model.health.Stats;
import dev.gatehouse.server.http.AccessObserver;
import dev.gatehouse.server.http.Endpoint;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** What the node counts and times, for Prometheus and for the console's charts. Safe for use by several threads. */
public final class NodeMetrics implements AccessObserver {

    /** How long a latency counts towards the percentiles that are shown. */
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Answer, Timer> answers = new ConcurrentHashMap<>();
    private final Map<String, Timer> layers = new ConcurrentHashMap<>();
    private final Map<Taken, Timer> routes = new ConcurrentHashMap<>();
    private final Map<String, Counter> routeErrors = new ConcurrentHashMap<>();
    private final List<String> layerNames = List.of("http", "redis", "log", "sqlite");
    private final Timer http;
    private final Counter errors;
    private final Counter logins;
    private final LongSupplier heartbeats;
    private final LongSupplier messages;

    private record Answer(Endpoint endpoint, int status) {}

    private record Taken(String routeId, int status) {}

    /**
     * @param heartbeats how many heartbeats clients have sent since the start
     * @param messages   how many messages were written to sockets since the start
     */
    public NodeMetrics(LongSupplier heartbeats, LongSupplier messages) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        for (String name : layerNames) {
            layers.put(name, Timer.builder("gatehouse.layer").description("Latency of one layer of the node")
                    .tag("layer", name).publishPercentiles(0.5, 0.99).distributionStatisticExpiry(WINDOW)
                    .register(registry));
        }
        this.http = layer("http");
        this.errors = Counter.builder("gatehouse.http.errors").description("Requests answered with 500 or above")
                .register(registry);
        this.logins = Counter.builder("gatehouse.logins").description("Accepted logins").register(registry);
        this.heartbeats = heartbeats;
        this.messages = messages;
        FunctionCounter.builder("gatehouse.messages", messages, supplier -> (double) supplier.getAsLong())
                .description("Messages written to sockets").register(registry);
        FunctionCounter.builder("gatehouse.heartbeats", heartbeats, supplier -> (double) supplier.getAsLong())
                .description("Heartbeats of clients").register(registry);
    }

    private Timer layer(String name) {
        Timer timer = layers.get(name);
        if (timer == null) {
            throw new IllegalArgumentException("There is no layer " + name);
        }
        return timer;
    }

    @Override
    public void answered(Endpoint endpoint, int status, long nanos) {
        http.record(nanos, TimeUnit.NANOSECONDS);
        answers.computeIfAbsent(new Answer(endpoint, status), this::timer).record(nanos, TimeUnit.NANOSECONDS);
        if (status >= 500) {
            errors.increment();
        }
    }

    private Timer timer(Answer answer) {
        return Timer.builder("gatehouse.http.requests").description("Requests answered")
                .tag("method", answer.endpoint().method().name()).tag("path", answer.endpoint().path())
                .tag("status", Integer.toString(answer.status())).register(registry);
    }

    /** Takes latencies of a layer, in nanoseconds. */
    public LongConsumer latencyOf(String layer) {
        Timer timer = layer(layer);
        return nanos -> timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** An accepted login. */
    public void login() {
        logins.increment();
    }

    /** A route took a request. */
    public void traffic(String routeId, int status, long nanos) {
        routes.computeIfAbsent(new Taken(routeId, status), this::timer).record(nanos, TimeUnit.NANOSECONDS);
        if (status >= 500) {
            routeErrors.computeIfAbsent(routeId, id -> Counter.builder("gatehouse.traffic.errors")
                    .description("Requests of a route answered with 500 or above").tag("route", id).register(registry))
                    .increment();
        }
    }

    /** Forgets the routes that are not known any more, by their ids. */
    public void keepRoutes(Predicate<String> known) {
        routes.forEach((taken, timer) -> {
            if (!known.test(taken.routeId()) && routes.remove(taken, timer)) {
                registry.remove(timer);
            }
        });
        routeErrors.forEach((id, counter) -> {
            if (!known.test(id) && routeErrors.remove(id, counter)) {
                registry.remove(counter);
            }
        });
    }

    private Timer timer(Taken taken) {
        return Timer.builder("gatehouse.traffic.requests").description("Requests that a route took")
                .tag("route", taken.routeId()).tag("status", Integer.toString(taken.status()))
                .register(registry);
    }

    /** Has a value read each time somebody looks. */
    public void gauge(String name, String description, LongSupplier value) {
        Gauge.builder(name, value, supplier -> (double) supplier.getAsLong()).description(description)
                .strongReference(true).register(registry);
    }

    /** Everything, in the text format of Prometheus. */
    public String scrape() {
        return registry.scrape();
    }

    /** The counters as they stand. */
    Totals totals() {
        return new Totals((long) logins.count(), http.count(), (long) errors.count(), heartbeats.getAsLong(),
                messages.getAsLong());
    }

    /** Counters since the start of the node. */
    record Totals(long logins, long requests, long errors, long heartbeats, long messages) {}

    /** Latencies of the last ten seconds, and how many calls there were since the start. */
    List<Stats.Layer> layers() {
        List<Stats.Layer> rows = new ArrayList<>();
        for (String name : layerNames) {
            HistogramSnapshot snapshot = layer(name).takeSnapshot();
            rows.add(new Stats.Layer(name, micros(snapshot, 0.5), micros(snapshot, 0.99), snapshot.count()));
        }
        return rows;
    }

    private static long micros(HistogramSnapshot snapshot, double percentile) {
        for (ValueAtPercentile value : snapshot.percentileValues()) {
            if (value.percentile() == percentile) {
                return Math.round(value.value(TimeUnit.MICROSECONDS));
            }
        }
        return 0;
    }
}
