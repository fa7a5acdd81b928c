package dev.gatehouse.model.health;

import java.time.Instant;
import java.util.List;

/** A node and all it depends on. */
public record Health(String node, String version, Instant startedAt, Instant at, List<DependencyHealth> dependencies) {

    /** {@code true} where nothing that is configured is away. */
    public boolean healthy() {
        return dependencies.stream().noneMatch(dependency -> dependency.state() == DependencyState.DEGRADED);
    }
}
