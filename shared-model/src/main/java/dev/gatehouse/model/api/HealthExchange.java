package dev.gatehouse.model.api;

import dev.gatehouse.model.health.NodeInfo;
import java.util.List;

/** {@code GET /api/v1/health} answers with {@link dev.gatehouse.model.health.Health}; {@code GET /api/v1/nodes} with {@link Nodes}. */
public final class HealthExchange {

    public static final String PATH = "/api/v1/health";
    public static final String NODES_PATH = "/api/v1/nodes";

    private HealthExchange() {}

    /** Every node that has beaten within the last hour. */
    public record Nodes(List<NodeInfo> items) {}
}
