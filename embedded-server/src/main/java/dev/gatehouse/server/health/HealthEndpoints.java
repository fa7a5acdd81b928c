package dev.gatehouse.server.health;

import dev.gatehouse.model.api.HealthExchange;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.health.Health;
import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.model.health.ReplicaAge;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Text;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the node tells about itself; the public part of it holds no secrets. */
public final class HealthEndpoints {

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final HealthService service;
    private final NodeMetrics metrics;
    private final Supplier<List<NodeInfo>> nodes;
    private final BooleanSupplier draining;
    private final BooleanSupplier ready;

    /**
     * @param draining whether the node takes no clients in
     * @param ready whether the replica has caught up with the log and the node is not stopping
     */
    public HealthEndpoints(HealthService service, NodeMetrics metrics, Supplier<List<NodeInfo>> nodes,
            BooleanSupplier draining, BooleanSupplier ready) {
        this.service = service;
        this.metrics = metrics;
        this.nodes = nodes;
        this.draining = draining;
        this.ready = ready;
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads(Access.PUBLIC, "/healthz", "Whether the process answers", Map.class,
                        exchange -> Map.of("status", "ok")),
                Endpoint.reads(Access.PUBLIC, "/readyz", "Whether the node can do its work", Map.class,
                        exchange -> readiness()),
                Endpoint.reads(Access.PUBLIC, "/metrics", "Figures for Prometheus", String.class,
                        exchange -> new Text(PROMETHEUS, metrics.scrape())),
                Endpoint.reads(Access.VIEWER, HealthExchange.PATH, "The node and all it depends on", Health.class,
                        exchange -> service.health()),
                Endpoint.reads(Access.VIEWER, HealthExchange.NODES_PATH, "The nodes of the fleet",
                        HealthExchange.Nodes.class, exchange -> new HealthExchange.Nodes(nodes.get())));
    }

    private Map<String, String> readiness() {
        if (!ready.getAsBoolean()) {
            throw RequestFailure.later(ErrorCode.LOG_UNAVAILABLE,
                    "The node is still reading the change log, or is stopping.", Duration.ofSeconds(1));
        }
        if (draining.getAsBoolean()) {
            throw RequestFailure.later(ErrorCode.DRAINING, "The node is draining: it takes no clients in.",
                    Duration.ofSeconds(10));
        }
        Health health = service.health();
        ReplicaAge replica = health.replica();
        return Map.of("status", health.healthy() ? "ready" : "degraded", "replica",
                replica != null && replica.current() ? "current" : "stale");
    }
}
