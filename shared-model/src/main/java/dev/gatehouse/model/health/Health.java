package dev.gatehouse.model.health;

import dev.gatehouse.model.auth.Role;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node and all it depends on.
 *
 * @param rehearsals  what is treated as away although it may be there
 * @param closedLevels roles that change nothing while Redis is away
 * @param replica how current its copy of users and routes is; absent where an earlier version says so
 */
public record Health(String node, String version, Instant startedAt, Instant at, List<DependencyHealth> dependencies,
        List<Rehearsal> rehearsals, Set<Role> closedLevels, @Nullable ReplicaAge replica) {

    /** What an earlier version wrote has neither rehearsals nor levels. */
    public Health {
        dependencies = List.copyOf(dependencies);
        rehearsals = List.copyOf(Objects.requireNonNullElse(rehearsals, List.of()));
        closedLevels = Set.copyOf(Objects.requireNonNullElse(closedLevels, Set.of()));
    }

    /** A node that rehearses nothing and does not tell about its copy. */
    public Health(String node, String version, Instant startedAt, Instant at, List<DependencyHealth> dependencies) {
        this(node, version, startedAt, at, dependencies, List.of(), Set.of(), null);
    }

    /** {@code true} where nothing that is configured is away. */
    public boolean healthy() {
        return dependencies.stream().noneMatch(dependency -> dependency.state() == DependencyState.DEGRADED);
    }
}
