package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.Page;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@link UsersExchange}. */
public final class UserCalls {

    private static final TypeReference<Page<User>> PAGE = new TypeReference<>() {};
    private static final TypeReference<User> USER = new TypeReference<>() {};
    private static final TypeReference<UsersExchange.Changed> CHANGED = new TypeReference<>() {};
    private static final TypeReference<UsersExchange.Enforced> ENFORCED = new TypeReference<>() {};
    private static final TypeReference<UsersExchange.Deleted> DELETED = new TypeReference<>() {};

    private final ConsoleClient client;

    UserCalls(ConsoleClient client) {
        this.client = client;
    }

    /**
     * Which users are meant, and in which order.
     *
     * @param sort a field's name, {@code -} before it for descending
     */
    public record Search(@Nullable String q, @Nullable Role role, @Nullable UserState state, @Nullable String sort) {}

    /** One page of users. */
    public CompletableFuture<Page<User>> list(Search search, @Nullable String cursor, int limit) {
        String path = new Query().with("q", search.q())
                .with("role", lower(search.role()))
                .with("state", lower(search.state()))
                .with("sort", search.sort())
                .with("cursor", cursor)
                .with("limit", limit)
                .on(UsersExchange.PATH);
        return client.call(Transport.Call.get(path), PAGE);
    }

    public CompletableFuture<User> get(String id) {
        return client.call(Transport.Call.get(UsersExchange.path(id)), USER);
    }

    public CompletableFuture<UsersExchange.Changed> create(UsersExchange.CreateRequest request) {
        return client.call(Transport.Call.post(UsersExchange.PATH, request), CHANGED);
    }

    /** @param version the version that the change was made upon */
    public CompletableFuture<UsersExchange.Changed> update(String id, long version,
            UsersExchange.UpdateRequest request) {
        return client.call(new Transport.Call("PATCH", UsersExchange.path(id), request, version), CHANGED);
    }

    /** @param version the version that the operator saw */
    public CompletableFuture<UsersExchange.Deleted> delete(String id, long version) {
        return client.call(new Transport.Call("DELETE", UsersExchange.path(id), null, version), DELETED);
    }

    public CompletableFuture<UsersExchange.Enforced> ban(String id, UsersExchange.BanRequest request) {
        return client.call(Transport.Call.post(UsersExchange.path(id) + "/ban", request), ENFORCED);
    }

    public CompletableFuture<UsersExchange.Enforced> unban(String id) {
        return client.call(Transport.Call.post(UsersExchange.path(id) + "/unban", null), ENFORCED);
    }

    /** Ends every session of the user. */
    public CompletableFuture<UsersExchange.Enforced> logout(String id) {
        return client.call(Transport.Call.post(UsersExchange.path(id) + "/logout", null), ENFORCED);
    }

    public CompletableFuture<UsersExchange.Enforced> resetPassword(String id, String password) {
        return client.call(
                Transport.Call.post(UsersExchange.path(id) + "/password", new UsersExchange.PasswordRequest(password)),
                ENFORCED);
    }

    static @Nullable String lower(@Nullable Enum<?> value) {
        return value == null ? null : value.name().toLowerCase(Locale.ROOT);
    }
}
