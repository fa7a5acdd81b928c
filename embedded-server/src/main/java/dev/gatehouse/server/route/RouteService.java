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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands that change routes, and the table that tells which route takes a request. */
public final class RouteService {

    private final RouteStore routes;
    private final ChangeLog changes;
    private volatile RouteTree tree;

    public RouteService(RouteStore routes, ChangeLog changes) {
        this.routes = routes;
        this.changes = changes;
        this.tree = new RouteTree(routes.all());
    }

    /**
     * The route that takes a request.
     *
     * @param method in upper case
     * @param host   without a port
     * @param path   without a query
     */
    public @Nullable Route taking(String method, String host, String path) {
        RouteTree.Match match = tree.match(method, host, path);
        return match == null ? null : match.route();
    }

    /** Reads the table anew: a route has changed. */
    public void changed() {
        tree = new RouteTree(routes.all());
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
        if (!path.startsWith("/")) {
            throw RequestFailure.invalid("path", "must begin with /.");
        }
        int query = path.indexOf('?');
        String method = request.method() == null ? "GET" : request.method().strip().toUpperCase(Locale.ROOT);
        RouteTree.Match match = tree.match(method, request.host() == null ? "" : request.host().strip(),
                query < 0 ? path : path.substring(0, query));
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
