package dev.gatehouse.server.route;

import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.RouteVersion;
import dev.gatehouse.model.route.RouteWarning;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.Change;
import dev.gatehouse.server.log.ChangeLog;
import dev.gatehouse.server.log.Decision;
import dev.gatehouse.server.log.Effect;
import dev.gatehouse.server.log.Ids;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands that change routes, and the table that tells which route takes a request. */
public final class RouteService implements RouteTable {

    private final RouteStore routes;
    private final ChangeLog changes;
    /** What the tree holds, and those that are not enabled, by id; guarded by the monitor of this. */
    private final Map<String, Route> known = new HashMap<>();
    private volatile RouteTree tree;

    public RouteService(RouteStore routes, ChangeLog changes) {
        this.routes = routes;
        this.changes = changes;
        RouteTree first = RouteTree.EMPTY;
        for (Route route : routes.all()) {
            known.put(route.id(), route);
            first = first.with(route);
        }
        this.tree = first;
    }

    /** Reads one route anew: it has changed, or is gone. What is under way goes on with the tree that it has. */
    public synchronized void changed(String id) {
        Route now = routes.find(id);
        Route before = now == null ? known.remove(id) : known.put(id, now);
        RouteTree next = before == null ? tree : tree.without(before);
        tree = now == null ? next : next.with(now);
    }

    /** Whether there is such a route, enabled or not. */
    public synchronized boolean knows(String id) {
        return known.containsKey(id);
    }

    /**
     * The route that takes a request.
     *
     * @param method in upper case
     * @param host   without a port
     * @param path   without a query, in the {@link CanonicalPath canonical} spelling
     */
    public @Nullable Route taking(String method, String host, String path) {
        RouteTree.Match match = tree.match(method, host, path);
        return match == null ? null : match.route();
    }

    @Override
    public RouteTree tree() {
        return tree;
    }

    @Override
    public @Nullable Route find(String id) {
        return routes.find(id);
    }

    RoutesExchange.Changed create(RoutesExchange.Draft draft, Actor actor) {
        RouteSpec spec = RouteRules.checked(draft);
        return changed(changes.submit(new Change.CreateRoute(Ids.next(), spec), null, actor));
    }

    RoutesExchange.Changed replace(String id, long version, RoutesExchange.Draft draft, Actor actor) {
        RouteSpec spec = RouteRules.checked(draft);
        return changed(changes.submit(new Change.ReplaceRoute(id, spec), version, actor));
    }

    RoutesExchange.Deleted delete(String id, long version, Actor actor) {
        return new RoutesExchange.Deleted(changes.submit(new Change.DeleteRoute(id), version, actor).position());
    }

    RoutesExchange.Changed rollBack(String id, @Nullable Long version, Actor actor) {
        if (version == null) {
            throw RequestFailure.invalid("version", "is needed: the version to bring back.");
        }
        Route wanted = routes.history(id).stream().filter(step -> step.version() == version)
                .map(RouteVersion::route).findFirst().orElse(null);
        if (wanted == null) {
            throw new RequestFailure(ErrorCode.NOT_FOUND, "There is no version " + version + " of this route.");
        }
        return changed(changes.submit(new Change.RollBackRoute(id, version, wanted.spec()), null, actor));
    }

    List<RouteWarning> lint(RoutesExchange.Draft draft) {
        return RouteRules.warnings(RouteRules.checked(draft), null, routes.all());
    }

    RoutesExchange.ProbeResponse probe(RoutesExchange.ProbeRequest request) {
        String path = request.path() == null ? "" : request.path().strip();
        int query = path.indexOf('?');
        String bare = query < 0 ? path : path.substring(0, query);
        String read = CanonicalPath.of(bare);
        if (read == null) {
            throw RequestFailure.invalid("path", String.valueOf(CanonicalPath.fault(bare)));
        }
        String method = request.method() == null ? "GET" : request.method().strip().toUpperCase(Locale.ROOT);
        RouteTree.Match match = tree.match(method, request.host() == null ? "" : request.host().strip(), read);
        return match == null
                ? new RoutesExchange.ProbeResponse(false, null, Map.of())
                : new RoutesExchange.ProbeResponse(true, match.route(), match.params());
    }

    private RoutesExchange.Changed changed(Applied applied) {
        if (applied.decision() instanceof Decision.Accepted accepted
                && accepted.effects().getFirst() instanceof Effect.PutRoute(Route route, String _)) {
            return new RoutesExchange.Changed(route,
                    RouteRules.warnings(route.spec(), route.id(), routes.all()), applied.position());
        }
        throw new IllegalStateException("The change at " + applied.position() + " left no route");
    }
}
