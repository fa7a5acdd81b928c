package dev.gatehouse.server.user;

import dev.gatehouse.model.api.Page;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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

    /** Users that meet a filter, in the order of their ids, after an id; empty text for the first. */
    List<User> page(Filter filter, String afterId, int limit);

    /**
     * Who bears these names, without regard to case.
     *
     * @param usernames at most 1,000
     * @return ids by the name in lower case
     */
    Map<String, String> named(Collection<String> usernames);

    /** The deleted user with this id, while it can be brought back. */
    @Nullable
    User deleted(String id);

    /** By what a list is sorted. */
    enum Sort {
        USERNAME,
        CREATED_AT,
        UPDATED_AT,
        LAST_LOGIN_AT
    }

    /**
     * Which users.
     *
     * @param text        found anywhere in username, display name or email, without regard to case
     * @param dormantDays no login that this node knows of for so many days, or never
     */
    record Filter(@Nullable String text, @Nullable Role role, @Nullable UserState state,
            @Nullable Integer dormantDays) {}

    /**
     * Which users, in which order.
     *
     * @param descending whether the order is reversed
     * @param cursor     from the page before
     * @param limit      1 to 1,000
     */
    record Query(Filter filter, Sort sort, boolean descending, @Nullable String cursor, int limit) {}
}
