package dev.gatehouse.server.limit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.api.RouteLimitsExchange;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Endpoint.Method;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.route.RouteStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** {@code /api/v1/routes/{id}/limits}. */
public final class LimitEndpoints {

    private static final String PATH = RoutesExchange.PATH + "/{id}/limits";
    private static final int MOST_REASON = 500;
    private static final Pattern KEY = Pattern.compile("route|(?:ip|user):\\S{1,128}");

    private final RouteStore routes;
    private final RouteLimits limits;
    private final AuditJournal journal;
    private final Clock clock;

    public LimitEndpoints(RouteStore routes, RouteLimits limits, AuditJournal journal, Clock clock) {
        this.routes = routes;
        this.limits = limits;
        this.journal = journal;
        this.clock = clock;
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads(Access.VIEWER, PATH, "How much of a route's limits is used",
                        RouteLimitsExchange.Response.class, this::used),
                Endpoint.changes(Access.OPERATOR, Method.DELETE, PATH, "Begin a route's limits anew", null,
                        RouteLimitsExchange.Reset.class, this::reset).withQuery("reason", "key"));
    }

    private RouteLimitsExchange.Response used(Exchange exchange) {
        RouteLimits.Used used = limits.used(route(exchange), RouteLimitsExchange.MOST);
        Instant now = clock.instant();
        return new RouteLimitsExchange.Response(used.busiest().stream()
                .map(one -> new RouteLimitsExchange.Used(one.limit(), one.key(), one.tally().used(), one.tally().left(),
                        now.plus(one.tally().reset())))
                .toList(), used.shared());
    }

    private RouteLimitsExchange.Reset reset(Exchange exchange) {
        Route route = route(exchange);
        String reason = exchange.query("reason");
        if (reason != null && reason.length() > MOST_REASON) {
            throw RequestFailure.invalid("reason", "has at most " + MOST_REASON + " characters.");
        }
        String key = exchange.query("key");
        if (key != null && !KEY.matcher(key).matches()) {
            throw RequestFailure.invalid("key", "must be ip:<address>, user:<id> or route.");
        }
        long counters = key == null ? limits.reset(route.id()) : limits.reset(route, key);
        ObjectNode before = Json.LENIENT.createObjectNode().put("counters", counters);
        if (key != null) {
            before.put("key", key);
        }
        return new RouteLimitsExchange.Reset(counters, journal.write(AuditDraft
                .of(exchange.actor(), Action.ROUTE_LIMITS_RESET, "route/" + route.id(), Outcome.ACCEPTED,
                        clock.instant())
                .withReason(reason).withChange(before, null).withTraceparent(Trace.current().traceparent())));
    }

    private Route route(Exchange exchange) {
        Route route = routes.find(exchange.path("id"));
        if (route == null) {
            throw new RequestFailure(ErrorCode.NOT_FOUND,
                    "There is no such route; somebody may have deleted it.");
        }
        return route;
    }
}
