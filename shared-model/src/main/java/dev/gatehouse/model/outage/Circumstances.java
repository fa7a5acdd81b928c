package dev.gatehouse.model.outage;

import dev.gatehouse.model.auth.Role;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is away, and who asks.
 *
 * @param role         the highest role of the one who asks; absent for none
 * @param server       whether the server answers
 * @param log          whether the log takes commands
 * @param liveState    whether Redis, where there is one, answers
 * @param readOnly     whether what is looked at is a copy that nobody can change
 * @param closedLevels roles that change nothing while Redis is away
 */
public record Circumstances(@Nullable Role role, boolean server, boolean log, boolean liveState, boolean readOnly,
        Set<Role> closedLevels) {

    public Circumstances {
        closedLevels = Set.copyOf(closedLevels);
    }

    /** Everything is there. */
    public static Circumstances fair(@Nullable Role role) {
        return new Circumstances(role, true, true, true, false, Set.of());
    }
}
