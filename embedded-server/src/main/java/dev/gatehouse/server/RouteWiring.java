package dev.gatehouse.server;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.route.RoutePolicies.ChangeKind;
import dev.gatehouse.server.answer.RouteAnswers;
import dev.gatehouse.server.audit.AuditMasks;
import dev.gatehouse.server.event.DomainEvent;
import dev.gatehouse.server.event.DomainEvents;
import dev.gatehouse.server.gateway.AnswerCache;
import dev.gatehouse.server.gateway.TrafficLimits;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.limit.LimitEndpoints;
import dev.gatehouse.server.limit.RouteLimits;
import dev.gatehouse.server.log.Account;
import dev.gatehouse.server.route.RouteEndpoints;
import dev.gatehouse.server.route.RouteReplay;
import dev.gatehouse.server.route.RouteReplayEndpoint;
import dev.gatehouse.server.route.RouteService;
import dev.gatehouse.server.route.RouteStore;
import dev.gatehouse.server.route.sqlite.SqliteRouteStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The wiring of the table of routes, and of what it counts and keeps for the traffic port. */
final class RouteWiring {

    /** How long a request waits for another one to the same. */
    private static final Duration FLIGHT_PATIENCE = Duration.ofSeconds(10);

    private static final Duration REPLAY_PATIENCE = Duration.ofSeconds(5);

    private final Core core;
    private final AuditMasks masks;
    private final RouteStore store;
    private final RouteService service;
    private final RouteLimits limits;
    private final RouteAnswers answers;

    RouteWiring(Core core, LiveState live, AuditMasks masks) {
        this.core = core;
        this.masks = masks;
        this.store = new SqliteRouteStore(core.replica());
        this.service = new RouteService(store, core.changes());
        this.limits = live.traffic().limits();
        this.answers = new RouteAnswers(live.traffic().answers(), FLIGHT_PATIENCE);
    }

    /** Has the table follow the log, and the cache what it depends upon. */
    void follow(DomainEvents events) {
        events.on(DomainEvent.RouteChanged.class, "routes", event -> service.changed(event.key()));
        events.on(DomainEvent.RouteDeleted.class, "routes", event -> service.changed(event.key()));
        events.on(DomainEvent.RouteDeleted.class, "limits", event -> limits.forget(event.key()));
        for (Class<? extends DomainEvent> type : List.of(DomainEvent.RouteChanged.class,
                DomainEvent.RouteDeleted.class)) {
            invalidate(events, type, ChangeKind.ROUTE);
        }
        for (Class<? extends DomainEvent> type : List.of(DomainEvent.UserCreated.class, DomainEvent.UserUpdated.class,
                DomainEvent.UserBanned.class, DomainEvent.UserUnbanned.class, DomainEvent.UserDeleted.class,
                DomainEvent.UserRestored.class)) {
            invalidate(events, type, ChangeKind.USER);
        }
    }

    private void invalidate(DomainEvents events, Class<? extends DomainEvent> type, ChangeKind kind) {
        events.on(type, "answers", event -> {
            DomainEvent.Origin origin = event.origin();
            if (origin != null) {
                answers.changed(kind, origin.position().offset());
            }
        });
    }

    RouteStore store() {
        return store;
    }

    RouteService service() {
        return service;
    }

    /** For the traffic port. */
    TrafficLimits limits() {
        return limits;
    }

    /** For the traffic port. */
    AnswerCache answers() {
        return answers;
    }

    List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>(new RouteEndpoints(store, service).endpoints());
        endpoints.addAll(new LimitEndpoints(store, limits, core.journal(), core.clock()).endpoints());
        endpoints.add(new RouteReplayEndpoint(
                new RouteReplay(core.auditIndex(), service, this::roles, REPLAY_PATIENCE), masks).endpoint());
        return endpoints;
    }

    private Set<Role> roles(String userId) {
        Account account = core.accounts().byId(userId);
        return account == null ? Set.of() : account.user().roles();
    }
}
