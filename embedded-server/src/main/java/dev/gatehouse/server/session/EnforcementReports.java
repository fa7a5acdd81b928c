package dev.gatehouse.server.session;

import dev.gatehouse.model.api.Enforcement;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.call.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Which node has acted on which change. Every node tells the others over the bus the moment it has ended what a change
 * forbids; a report that is lost is made up for by the node's next beat, which says the same.
 */
public final class EnforcementReports {

    private static final String KIND = "node.enforced";
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final NodeRegistry registry;
    private final Bus bus;
    private final Clock clock;

    private record Report(long position) {}

    public EnforcementReports(NodeRegistry registry, Bus bus, Clock clock) {
        this.registry = registry;
        this.bus = bus;
        this.clock = clock;
        bus.on(KIND, message -> registry.reported(message.from(), message.body().path("position").asLong(-1)));
    }

    /** Tells all nodes that this one has acted on everything up to {@code position}. */
    public void enforced(long position) {
        bus.publish(KIND, new Report(position));
    }

    /**
     * How far the nodes have come with a change. Waits at most half a second, and no longer than the current call may
     * take, for the live ones.
     */
    public List<Enforcement> of(Receipt change) {
        registry.awaitPosition(change.offset(), Deadline.budget(PATIENCE));
        return registry.nodes().stream().map(node -> enforcement(node, change.offset())).toList();
    }

    private Enforcement enforcement(NodeInfo node, long offset) {
        if (node.self() || node.position() >= offset) {
            return new Enforcement(node.id(), Enforcement.ENFORCED, 0);
        }
        long behindMillis = Math.max(0, Duration.between(node.lastBeatAt(), clock.instant()).toMillis());
        return new Enforcement(node.id(), node.live() ? Enforcement.PENDING : Enforcement.UNREACHABLE, behindMillis);
    }
}
