package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.JobsExchange;
import dev.gatehouse.model.api.Page;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import java.nio.file.Path;
import java.time.Instant;
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

    private static final TypeReference<UsersExchange.BulkPreview> BULK_PREVIEW = new TypeReference<>() {};
    private static final TypeReference<UsersExchange.ImportPreview> IMPORT_PREVIEW = new TypeReference<>() {};
    private static final TypeReference<UsersExchange.Timeline> TIMELINE = new TypeReference<>() {};
    private static final TypeReference<JobsExchange.Started> STARTED = new TypeReference<>() {};
    private static final String CSV = "text/csv; charset=utf-8";

    private final ConsoleClient client;

    UserCalls(ConsoleClient client) {
        this.client = client;
    }

    /**
     * Which users are meant, and in which order.
     *
     * @param dormantDays no login for so many days, or never
     * @param sort        a field's name, {@code -} before it for descending
     */
    public record Search(@Nullable String q, @Nullable Role role, @Nullable UserState state,
            @Nullable Integer dormantDays, @Nullable String sort) {

        /** The users of this search, for a bulk action. */
        public UsersExchange.Selection selection() {
            return new UsersExchange.Selection(null, q == null || q.isBlank() ? null : q, role, state, dormantDays);
        }

        private Query query() {
            return new Query().with("q", q)
                    .with("role", lower(role))
                    .with("state", lower(state))
                    .with("dormantDays", dormantDays);
        }
    }

    /** One page of users. */
    public CompletableFuture<Page<User>> list(Search search, @Nullable String cursor, int limit) {
        String path = search.query()
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

    /** Brings a user back that was deleted a moment ago. */
    public CompletableFuture<UsersExchange.Changed> restore(String id) {
        return client.call(Transport.Call.post(UsersExchange.path(id) + "/restore", null), CHANGED);
    }

    /** What a bulk action would do; nothing is done. */
    public CompletableFuture<UsersExchange.BulkPreview> previewBulk(UsersExchange.BulkRequest request) {
        return client.call(Transport.Call.post(UsersExchange.PATH + "/bulk", asked(request, true)), BULK_PREVIEW);
    }

    /** Begins a bulk action as a job. */
    public CompletableFuture<JobsExchange.Started> startBulk(UsersExchange.BulkRequest request) {
        return client.call(Transport.Call.post(UsersExchange.PATH + "/bulk", asked(request, false)), STARTED);
    }

    private static UsersExchange.BulkRequest asked(UsersExchange.BulkRequest request, boolean preview) {
        return new UsersExchange.BulkRequest(request.action(), request.users(), request.reason(), request.until(),
                preview);
    }

    /** What an import of {@code file} would do; nothing is done. */
    public CompletableFuture<UsersExchange.ImportPreview> previewImport(Path file) {
        return client.upload(UsersExchange.PATH + "/import?preview=true", file, CSV, IMPORT_PREVIEW);
    }

    /** Begins an import of {@code file} as a job. */
    public CompletableFuture<JobsExchange.Started> startImport(Path file) {
        String path = new Query().with("name", file.getFileName()).on(UsersExchange.PATH + "/import");
        return client.upload(path, file, CSV, STARTED);
    }

    /** Writes the users of {@code search} into {@code target} as CSV. */
    public CompletableFuture<Path> export(Search search, Path target, Transfer transfer) {
        return client.download(search.query().on(UsersExchange.PATH + "/export"), target, transfer);
    }

    /**
     * What happened to a user, newest first.
     *
     * @param before only what happened before; absent for the newest
     */
    public CompletableFuture<UsersExchange.Timeline> timeline(String id, @Nullable Instant before, int limit) {
        String path = new Query().with("before", before)
                .with("limit", limit)
                .on(UsersExchange.path(id) + "/timeline");
        return client.call(Transport.Call.get(path), TIMELINE);
    }

    static @Nullable String lower(@Nullable Enum<?> value) {
        return value == null ? null : value.name().toLowerCase(Locale.ROOT);
    }
}
