package dev.gatehouse.server.health;

import dev.gatehouse.model.health.DependencyHealth;
import dev.gatehouse.model.health.Health;
import dev.gatehouse.model.health.ReplicaAge;
import dev.gatehouse.server.outage.Rehearsals;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Puts together how the node does. */
public final class HealthService {

    private final String node;
    private final String version;
    private final Clock clock;
    private final Instant startedAt;
    private final List<Supplier<DependencyHealth>> dependencies;
    private final Rehearsals rehearsals;
    private final Supplier<ReplicaAge> replica;

    public HealthService(String node, String version, Clock clock, List<Supplier<DependencyHealth>> dependencies,
            Rehearsals rehearsals, Supplier<ReplicaAge> replica) {
        this.node = node;
        this.version = version;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.dependencies = List.copyOf(dependencies);
        this.rehearsals = rehearsals;
        this.replica = replica;
    }

    /** The node and all it depends on, now. */
    public Health health() {
        return new Health(node, version, startedAt, clock.instant(),
                dependencies.stream().map(Supplier::get).toList(), rehearsals.running(), rehearsals.closedLevels(),
                replica.get());
    }
}
