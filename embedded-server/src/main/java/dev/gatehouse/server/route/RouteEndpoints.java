package dev.gatehouse.server.route;

import dev.gatehouse.model.api.Page;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.RouteVersion;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Endpoint.Method;
import dev.gatehouse.server.http.Exchange;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/routes}. */
public final class RouteEndpoints {

    private static final String ONE = RoutesExchange.PATH + "/{id}";

    private final RouteStore routes;
    private final RouteService service;

    public RouteEndpoints(RouteStore routes, RouteService service) {
        this.routes = routes;
        this.service = service;
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads(Access.VIEWER, RoutesExchange.PATH, "List routes, oldest first", Page.class, this::list)
                        .withQuery("q"),
                Endpoint.changes(Access.OPERATOR, Method.POST, RoutesExchange.PATH, "Create a route",
                        RoutesExchange.Draft.class, RoutesExchange.Changed.class,
                        exchange -> service.create(exchange.body(RoutesExchange.Draft.class), exchange.actor()))
                        .withStatus(201),
                Endpoint.changes(Access.VIEWER, Method.POST, RoutesExchange.PROBE_PATH,
                        "Which route would take a request", RoutesExchange.ProbeRequest.class,
                        RoutesExchange.ProbeResponse.class,
                        exchange -> service.probe(exchange.body(RoutesExchange.ProbeRequest.class))).askingOnly(),
                Endpoint.changes(Access.VIEWER, Method.POST, RoutesExchange.LINT_PATH,
                        "Check a route without saving it",
                        RoutesExchange.Draft.class, RoutesExchange.LintResponse.class,
                        exchange -> new RoutesExchange.LintResponse(
                                service.lint(exchange.body(RoutesExchange.Draft.class))))
                        .askingOnly(),
                Endpoint.reads(Access.VIEWER, ONE, "One route", Route.class, this::one),
                Endpoint.changes(Access.OPERATOR, Method.PUT, ONE, "Replace a route; needs If-Match",
                        RoutesExchange.Draft.class, RoutesExchange.Changed.class,
                        exchange -> service.replace(exchange.path("id"), exchange.ifMatch(),
                                exchange.body(RoutesExchange.Draft.class), exchange.actor())),
                Endpoint.changes(Access.OPERATOR, Method.DELETE, ONE, "Delete a route; needs If-Match", null,
                        RoutesExchange.Deleted.class,
                        exchange -> service.delete(exchange.path("id"), exchange.ifMatch(), exchange.actor())),
                Endpoint.reads(Access.VIEWER, ONE + "/history", "Every version of a route, newest first",
                        RoutesExchange.History.class, this::history),
                Endpoint.changes(Access.OPERATOR, Method.POST, ONE + "/rollback",
                        "Bring an earlier version back as a new one", RoutesExchange.RollbackRequest.class,
                        RoutesExchange.Changed.class,
                        exchange -> service.rollBack(exchange.path("id"),
                                exchange.body(RoutesExchange.RollbackRequest.class).version(), exchange.actor())));
    }

    private Page<Route> list(Exchange exchange) {
        String text = exchange.query("q");
        List<Route> found = routes.all().stream()
                .filter(route -> text == null || mentions(route.spec(), text.toLowerCase(Locale.ROOT))).toList();
        return new Page<>(found.size(), found, null);
    }

    private static boolean mentions(RouteSpec spec, String text) {
        return Stream.concat(Stream.of(spec.method(), spec.host(), spec.path(), spec.permission().name(),
                spec.comment() == null ? "" : spec.comment()), spec.upstreams().stream())
                .anyMatch(field -> field.toLowerCase(Locale.ROOT).contains(text));
    }

    private @Nullable Object one(Exchange exchange) {
        Route route = routes.find(exchange.path("id"));
        if (route == null) {
            throw missing();
        }
        return route;
    }

    private RoutesExchange.History history(Exchange exchange) {
        List<RouteVersion> steps = routes.history(exchange.path("id"));
        if (steps.isEmpty()) {
            throw missing();
        }
        return new RoutesExchange.History(steps);
    }

    private static RequestFailure missing() {
        return new RequestFailure(ErrorCode.NOT_FOUND, "There is no such route; somebody may have deleted it.");
    }
}
