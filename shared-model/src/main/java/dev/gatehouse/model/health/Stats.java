package dev.gatehouse.model.health;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The load of the fleet over one second, as the answering node sees it; presence covers all nodes, rates this node.
 *
 * @param online    sessions online on all nodes
 * @param byNode    sessions online per node
 * @param byKind    sessions online per kind of client
 * @param logins    accepted logins per second
 * @param requests  requests answered per second
 * @param errors    requests answered with a status of 500 or above, per second
 * @param heartbeats client heartbeats per second
 * @param messages  messages written to sockets per second
 * @param layers    latency per layer over the last ten seconds
 */
public record Stats(
        Instant at,
        long online,
        Map<String, Long> byNode,
        Map<String, Long> byKind,
        double logins,
        double requests,
        double errors,
        double heartbeats,
        double messages,
        List<Layer> layers) {

    /**
     * Latency of one layer.
     *
     * @param name      {@code http}, {@code redis}, {@code log} or {@code sqlite}
     * @param p50Micros median, in microseconds
     * @param p99Micros 99th percentile, in microseconds
     * @param count     calls counted
     */
    public record Layer(String name, long p50Micros, long p99Micros, long count) {}
}
