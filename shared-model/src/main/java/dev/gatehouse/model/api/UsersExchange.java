package dev.gatehouse.model.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.user.TimelineEntry;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
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

    /** What can be done to many users at once. */
    public enum BulkAction {
        BAN,
        UNBAN,
        LOGOUT,
        DELETE
    }

    /**
     * Which users are meant: those named, or else all that a search finds.
     *
     * @param ids         users by their ids; absent for the search
     * @param q           as in the list
     * @param dormantDays no login for so many days, or never
     */
    public record Selection(@Nullable List<String> ids, @Nullable String q, @Nullable Role role,
            @Nullable UserState state, @Nullable Integer dormantDays) {}

    /**
     * {@code POST /bulk}: with {@code preview} answered with 200 and {@link BulkPreview}, else with 202 and
     * {@link JobsExchange.Started}.
     *
     * @param reason needed to ban
     * @param until  the end of the ban; absent for good
     */
    public record BulkRequest(@Nullable BulkAction action, @Nullable Selection users, @Nullable String reason,
            @Nullable Instant until, boolean preview) {

        /** What was read; without {@code preview} it is meant. */
        @JsonCreator
        static BulkRequest read(@JsonProperty("action") @Nullable BulkAction action,
                @JsonProperty("users") @Nullable Selection users, @JsonProperty("reason") @Nullable String reason,
                @JsonProperty("until") @Nullable Instant until, @JsonProperty("preview") @Nullable Boolean preview) {
            return new BulkRequest(action, users, reason, until, preview != null && preview);
        }
    }

    /**
     * What a bulk action would do.
     *
     * @param matched  users that were meant
     * @param changing users that would change
     * @param online   sessions that would end
     * @param skipped  users that would be left alone, by reason
     * @param sample   the first of those that would change, at most 10
     */
    public record BulkPreview(long matched, long changing, long online, List<Skipped> skipped, List<User> sample) {}

    /** Users that a bulk action leaves alone. */
    public record Skipped(String reason, long count) {}

    /**
     * {@code POST /import?preview=true}: what an import would do; without {@code preview} the answer is 202 and
     * {@link JobsExchange.Started}.
     *
     * @param faults the first rows that would be refused, at most 20
     */
    public record ImportPreview(long rows, long creating, long refused, List<RowFault> faults) {}

    /**
     * @param line   counted from 1, the header being line 1
     * @param field  the column; absent where the whole row is wrong
     */
    public record RowFault(long line, @Nullable String field, String message) {}

    /** {@code GET /{id}/timeline?before&limit}: newest first. */
    public record Timeline(List<TimelineEntry> items, @Nullable Instant before) {}
}
