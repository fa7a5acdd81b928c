package dev.gatehouse.server.user;

import dev.gatehouse.model.api.UsersExchange.BulkAction;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whom a bulk action leaves alone.
 *
 * @param callerId         whoever asked for it
 * @param mayChangeAnybody whether that is an administrator
 * @param until            the end of a ban; absent for good
 */
record BulkRules(BulkAction action, String callerId, boolean mayChangeAnybody, @Nullable Instant until) {

    static final String NOBODY = "There is no such user.";

    /** Why a user is left alone; absent where it is not. */
    @Nullable
    String skip(User user, Instant now) {
        if (!user.roles().isEmpty() && !mayChangeAnybody) {
            return "Users with a role are changed by administrators only.";
        }
        if (user.id().equals(callerId) && action != BulkAction.UNBAN) {
            return "That is yourself.";
        }
        return switch (action) {
            case BAN -> until != null && !until.isAfter(now)
                    ? "The end of the ban has passed."
                    : user.state() == UserState.BANNED ? "Banned already." : null;
            case UNBAN -> user.ban() == null ? "Not banned." : null;
            case LOGOUT, DELETE -> null;
        };
    }
}
