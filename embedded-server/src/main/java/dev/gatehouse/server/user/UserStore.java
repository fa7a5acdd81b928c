package dev.gatehouse.server.user;

import dev.gatehouse.model.api.Page;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import org.jspecify.annotations.Nullable;

/** Users as this node knows them. */
public interface UserStore {

    /** The user with this id. */
    @Nullable
    User find(String id);

    /**
     * Some users.
     *
     * @throws dev.gatehouse.server.call.RequestFailure where the cursor is none of this list's
     */
    Page<User> list(Query query);

    /** By what a list is sorted. */
    enum Sort {
        USERNAME,
        CREATED_AT,
        UPDATED_AT,
        LAST_LOGIN_AT
    }

    /**
     * Which users, in which order.
     *
     * @param text       found anywhere in username, display name or email, without regard to case
     * @param descending whether the order is reversed
     * @param cursor     from the page before
     * @param limit      1 to 1,000
     */
    record Query(@Nullable String text, @Nullable Role role, @Nullable UserState state, Sort sort, boolean descending,
            @Nullable String cursor, int limit) {}
}
