package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.Page;
import dev.gatehouse.model.api.RouteLimitsExchange;
import dev.gatehouse.model.api.RouteReplayExchange;
import dev.gatehouse.model.api.RouteTrafficExchange;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.route.Route;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@link RoutesExchange}. */
public final class RouteCalls {

    private static final TypeReference<Page<Route>> PAGE = new TypeReference<>() {};
    private static final TypeReference<RoutesExchange.Changed> CHANGED = new TypeReference<>() {};
    private static final TypeReference<RoutesExchange.Deleted> DELETED = new TypeReference<>() {};
    private static final TypeReference<RoutesExchange.History> HISTORY = new TypeReference<>() {};
    private static final TypeReference<RoutesExchange.ProbeResponse> PROBE = new TypeReference<>() {};
    private static final TypeReference<RoutesExchange.LintResponse> LINT = new TypeReference<>() {};
    private static final TypeReference<RouteReplayExchange.Response> REPLAY = new TypeReference<>() {};
    private static final TypeReference<RouteLimitsExchange.Response> LIMITS = new TypeReference<>() {};
    private static final TypeReference<RouteLimitsExchange.Reset> RESET = new TypeReference<>() {};
    private static final TypeReference<RouteTrafficExchange.Response> TRAFFIC = new TypeReference<>() {};

    private final ConsoleClient client;

    RouteCalls(ConsoleClient client) {
        this.client = client;
    }

    public CompletableFuture<Page<Route>> list(@Nullable String q, @Nullable String cursor, int limit) {
        String path = new Query().with("q", q).with("cursor", cursor).with("limit", limit).on(RoutesExchange.PATH);
        return client.call(Transport.Call.get(path), PAGE);
    }

    public CompletableFuture<RoutesExchange.Changed> create(RoutesExchange.Draft draft) {
        return client.call(Transport.Call.post(RoutesExchange.PATH, draft), CHANGED);
    }

    /** @param version the version that the change was made upon */
    public CompletableFuture<RoutesExchange.Changed> replace(String id, long version, RoutesExchange.Draft draft) {
        return client.call(new Transport.Call("PUT", RoutesExchange.path(id), draft, version), CHANGED);
    }

    /** @param version the version that the operator saw */
    public CompletableFuture<RoutesExchange.Deleted> delete(String id, long version) {
        return client.call(new Transport.Call("DELETE", RoutesExchange.path(id), null, version), DELETED);
    }

    public CompletableFuture<RoutesExchange.History> history(String id) {
        return client.call(Transport.Call.get(RoutesExchange.path(id) + "/history"), HISTORY);
    }

    /** Brings an earlier version back as a new one. */
    public CompletableFuture<RoutesExchange.Changed> rollback(String id, long version) {
        return client.call(
                Transport.Call.post(RoutesExchange.path(id) + "/rollback", new RoutesExchange.RollbackRequest(version)),
                CHANGED);
    }

    /** Which route would take this request. */
    public CompletableFuture<RoutesExchange.ProbeResponse> probe(RoutesExchange.ProbeRequest request) {
        return client.call(Transport.Call.post(RoutesExchange.PROBE_PATH, request), PROBE);
    }

    /** What may not be meant about a route that is not saved yet. */
    public CompletableFuture<RoutesExchange.LintResponse> lint(RoutesExchange.Draft draft) {
        return client.call(Transport.Call.post(RoutesExchange.LINT_PATH, draft), LINT);
    }

    /** What another table would do to the last requests; the server takes seconds. */
    public CompletableFuture<RouteReplayExchange.Response> replay(RouteReplayExchange.Request request) {
        return client.callPatiently(Transport.Call.post(RouteReplayExchange.PATH, request), REPLAY);
    }

    /** How much of a route's limits is used now; nothing older is given in its place. */
    public CompletableFuture<RouteLimitsExchange.Response> limits(String id) {
        return client.callNow(Transport.Call.get(RouteLimitsExchange.path(id)), LIMITS);
    }

    /**
     * Begins a route's limits anew.
     *
     * @param key whose; absent for all
     */
    public CompletableFuture<RouteLimitsExchange.Reset> resetLimits(String id, @Nullable String key, String reason) {
        String path = new Query().with("reason", reason).with("key", key).on(RouteLimitsExchange.path(id));
        return client.callNow(new Transport.Call("DELETE", path, null, null), RESET);
    }

    /** What routes took in the last seconds, at the node that is asked; nothing older is given in its place. */
    public CompletableFuture<RouteTrafficExchange.Response> traffic() {
        return client.callNow(Transport.Call.get(RouteTrafficExchange.PATH), TRAFFIC);
    }
}
