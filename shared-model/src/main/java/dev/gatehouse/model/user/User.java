package dev.gatehouse.model.user;

import dev.gatehouse.model.auth.Role;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may enter, as everybody may see them: never with a password.
 *
 * @param id          26 characters, sorted by creation (ULID); never changes
 * @param username    unique without regard to case, 2 to 64 of letters, digits and {@code . _ - @ +}
 * @param roles       empty for a client of the fleet
 * @param ban         present while banned, and after until it is lifted or replaced
 * @param lastLoginAt the last accepted login that this node has read of
 * @param version     counts the changes of this user from 1; a change names the version that it was made upon
 */
public record User(
        String id,
        String username,
        @Nullable String displayName,
        @Nullable String email,
        Set<Role> roles,
        UserState state,
        @Nullable Ban ban,
        @Nullable Instant lastLoginAt,
        Instant createdAt,
        Instant updatedAt,
        long version) {

    public User {
        roles = Set.copyOf(roles);
    }

    /** The highest role held, or {@code null} for a client of the fleet. */
    public @Nullable Role highestRole() {
        Role highest = null;
        for (Role role : roles) {
            highest = highest == null || role.includes(highest) ? role : highest;
        }
        return highest;
    }

    /** This user as it reads at {@code now}: a ban that has run out no longer keeps it out. */
    public User asOf(Instant now) {
        UserState read = ban != null && ban.holdsAt(now) ? UserState.BANNED : UserState.ACTIVE;
        return read == state
                ? this
                : new User(id, username, displayName, email, roles, read, ban, lastLoginAt, createdAt, updatedAt,
                        version);
    }
}
