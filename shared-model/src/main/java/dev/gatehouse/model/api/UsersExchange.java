package dev.gatehouse.model.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.user.User;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/users}: those who may enter. Lists answer with a {@link Page} of {@link User}. */
public final class UsersExchange {

    public static final String PATH = "/api/v1/users";

    private UsersExchange() {}

    /** The path of one user. */
    public static String path(String id) {
        return PATH + "/" + id;
    }

    /** {@code POST}: answered with 201 and {@link Changed}. */
    public record CreateRequest(
            @Nullable String username,
            @Nullable String password,
            @Nullable String displayName,
            @Nullable String email,
            @Nullable Set<Role> roles) {

        @Override
        public String toString() {
            return "CreateRequest[username=" + username + ", roles=" + roles + "]";
        }
    }

    /** {@code PATCH /{id}} with {@code If-Match}: an absent field stays as it is; an empty text clears it. */
    public record UpdateRequest(@Nullable String displayName, @Nullable String email, @Nullable Set<Role> roles) {}

    /**
     * {@code POST /{id}/ban}.
     *
     * @param until the first moment at which the user may enter again; absent means for good
     */
    public record BanRequest(@Nullable String reason, @Nullable Instant until) {}

    /** {@code POST /{id}/password}: a new password, set by an operator. Every session of the user ends with it. */
    public record PasswordRequest(@Nullable String password) {

        @Override
        public String toString() {
            return "PasswordRequest[]";
        }
    }

    /**
     * A user as the change left it.
     *
     * @param user its fields stand beside the receipt on the wire
     */
    public record Changed(@JsonUnwrapped User user, Receipt receipt) {}

    /** A decision that every node has to enforce. */
    public record Enforced(Receipt receipt, List<Enforcement> enforcement, @Nullable User user) {}

    /** A user that is gone. */
    public record Deleted(Receipt receipt) {}
}
