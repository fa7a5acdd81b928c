package dev.gatehouse.server.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.api.RouteReplayExchange;
import dev.gatehouse.model.api.RouteReplayExchange.Stop;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.server.audit.AuditIndex;
import dev.gatehouse.server.audit.AuditIndex.Placed;
import dev.gatehouse.server.call.RequestFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks of requests in the access log, the newest first, which route takes them, and which one would with some edits. The log keeps no
 * host: a request that a route has taken is asked about with a host of that route, any other one without.
 */
public final class RouteReplay {

    private static final int PAGE = 500;
    /** What a node answers itself, by which records are told apart that do not say to which port they came. */
    private static final List<String> OWN = List.of("/api/v1/", "/ws/", "/metrics/", "/openapi.json/", "/healthz/");
    private static final String ANY_NAME = "replay";

    private final AuditIndex index;
    private final RouteTable table;
    private final Function<String, Set<Role>> roles;
    private final Duration patience;

    /**
     * Of a record what decides.
     *
     * @param host empty where nobody knows
     * @param user absent where nobody was signed in
     */
    record Request(Instant at, String method, String host, String path, int status, @Nullable String user,
            @Nullable String name, @Nullable String ip) {}

    /**
     * @param roles    the roles of a user as they are now; empty where there is none
     * @param patience how long a replay may take; then it tells what it has
     */
    public RouteReplay(AuditIndex index, RouteTable table, Function<String, Set<Role>> roles, Duration patience) {
        this.index = index;
        this.table = table;
        this.roles = roles;
        this.patience = patience;
    }

    /**
     * Replays.
     *
     * @param hidden see {@link dev.gatehouse.server.audit.AuditMasks#of}
     * @throws RequestFailure naming every field that cannot work
     */
    public RouteReplayExchange.Response run(RouteReplayExchange.Request asked, List<String> hidden) {
        ReplayScope scope = ReplayScope.of(asked);
        int most = scope.most();
        RouteTree before = table.tree();
        DraftTable after = DraftTable.of(table, asked.edits());
        ReplaySummary summary = new ReplaySummary(after.added(), hidden, scope);
        long endNanos = System.nanoTime() + patience.toNanos();
        long looked = 0;
        Instant oldest = null;
        Instant newest = null;
        Long place = null;
        Stop stop = Stop.TIME;
        while (looked < most && System.nanoTime() < endNanos && !Thread.currentThread().isInterrupted()) {
            List<Placed> page = index.page(scope.criteria(), AuditExchange.Order.NEWEST, place, PAGE);
            for (Placed placed : page) {
                Request request = looked < most ? request(placed.entry()) : null;
                if (request != null) {
                    looked++;
                    oldest = request.at();
                    newest = newest == null ? request.at() : newest;
                    look(request, before, after.tree(), summary);
                }
            }
            if (page.size() < PAGE) {
                stop = Stop.RECORDS;
                break;
            }
            place = page.getLast().place();
        }
        if (looked == most) {
            stop = Stop.LAST;
        }
        return new RouteReplayExchange.Response(looked, summary.changed(),
                stop == Stop.LAST || (stop == Stop.RECORDS && scope.begins()), oldest, newest, summary.groups(), stop);
    }

    private void look(Request request, RouteTree before, RouteTree after, ReplaySummary summary) {
        Route from = taking(before, request);
        Route to = taking(after, request);
        RouteReplayExchange.Effect effect = effect(from, to);
        if (effect != null) {
            summary.add(effect, from, to, request, admits(from, request), admits(to, request));
        }
    }

    private static @Nullable Route taking(RouteTree tree, Request request) {
        String path = CanonicalPath.of(request.path());
        RouteTree.Match match = path == null ? null : tree.match(request.method(), request.host(), path);
        return match == null ? null : match.route();
    }

    private static RouteReplayExchange.@Nullable Effect effect(@Nullable Route from, @Nullable Route to) {
        if (from == null) {
            return to == null ? null : RouteReplayExchange.Effect.GAINED;
        }
        if (to == null) {
            return RouteReplayExchange.Effect.LOST;
        }
        if (!from.id().equals(to.id())) {
            return RouteReplayExchange.Effect.MOVED;
        }
        return alike(from.spec(), to.spec()) ? null : RouteReplayExchange.Effect.ALTERED;
    }

    private static boolean alike(RouteSpec one, RouteSpec other) {
        return one.permission() == other.permission() && one.roles().equals(other.roles())
                && one.upstreams().equals(other.upstreams())
                && Objects.equals(one.staticAnswer(), other.staticAnswer());
    }

    private boolean admits(@Nullable Route route, Request request) {
        if (route == null) {
            return false;
        }
        String user = request.user();
        return switch (route.spec().permission()) {
            case PUBLIC -> true;
            case USER -> user != null;
            case ADMIN -> user != null && holds(roles.apply(user), route.spec().roles());
        };
    }

    private static boolean holds(Set<Role> held, Set<Role> wanted) {
        return wanted.isEmpty()
                ? !held.isEmpty()
                : held.stream().anyMatch(one -> wanted.stream().anyMatch(one::includes));
    }

    /** What a record says; absent where it is none of a request, or of one that this node answers itself. */
    private @Nullable Request request(AuditEntry entry) {
        JsonNode data = entry.event().data().after();
        if (data == null || !data.path("method").isTextual() || !data.path("path").isTextual()) {
            return null;
        }
        String path = data.path("path").asText();
        String routeId = text(data, "routeId");
        if (!isTraffic(data, routeId, path)) {
            return null;
        }
        String host = text(data, "host");
        return new Request(entry.event().time(), data.path("method").asText(),
                host == null ? hostOf(routeId) : host, path, data.path("status").asInt(), text(data, "user"),
                text(data, "userName"), text(data, "ip"));
    }

    private static boolean isTraffic(JsonNode data, @Nullable String routeId, String path) {
        JsonNode told = data.path("traffic");
        return told.isBoolean() ? told.asBoolean()
                : routeId != null || OWN.stream().noneMatch((path + "/")::startsWith);
    }

    private static @Nullable String text(JsonNode data, String name) {
        return data.path(name).isTextual() ? data.path(name).asText() : null;
    }

    /** A host that a route takes; empty where it takes any, or is gone. */
    private String hostOf(@Nullable String routeId) {
        Route route = routeId == null ? null : table.find(routeId);
        String host = route == null ? RouteSpec.ANY : route.spec().host();
        if (host.equals(RouteSpec.ANY)) {
            return "";
        }
        return host.startsWith(RouteSpec.ANY) ? ANY_NAME + host.substring(1) : host;
    }
}
