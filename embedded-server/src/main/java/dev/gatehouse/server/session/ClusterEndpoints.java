package dev.gatehouse.server.session;

import dev.gatehouse.model.api.NodesExchange;
import dev.gatehouse.model.api.SessionsExchange;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Endpoint.Method;
import dev.gatehouse.server.http.Exchange;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is done with nodes, and what was found out about their sessions. */
public final class ClusterEndpoints {

    private static final String DRAIN = NodesExchange.drainPath("{id}");
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    private final DrainOrders drains;
    private final NodePlaces places;
    private final GhostStore ghosts;
    private final PastSessions past;

    /** What happened to the sessions of all nodes. */
    public record Memory(PresenceIndex index, EndedSessionStore store, EndedSessionKeeper ended, GhostStore ghosts) {}

    public ClusterEndpoints(DrainOrders drains, NodePlaces places, Memory memory, Clock clock) {
        this.drains = drains;
        this.places = places;
        ghosts = memory.ghosts;
        past = new PastSessions(memory.index, memory.store, memory.ended, clock);
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.changes(Access.ADMIN, Method.POST, DRAIN, "Send a node's clients to the other nodes",
                        NodesExchange.DrainRequest.class, NodesExchange.Drained.class, this::drain),
                Endpoint.changes(Access.ADMIN, Method.DELETE, DRAIN, "Have a node take clients in again", null,
                        NodesExchange.Drained.class,
                        exchange -> drains.order(exchange.path("id"), false, exchange.query("reason"),
                                exchange.actor()))
                        .withQuery("reason"),
                Endpoint.reads(Access.VIEWER, NodesExchange.RING_PATH, "Where a session would best go on",
                        NodesExchange.Place.class, this::place).withQuery("session"),
                Endpoint.reads(Access.VIEWER, SessionsExchange.GHOSTS_PATH,
                        "Sessions that were listed though nobody was behind them, newest first",
                        SessionsExchange.Ghosts.class, this::ghosts).withQuery("offset", "limit"),
                Endpoint.reads(Access.VIEWER, SessionsExchange.AT_PATH, "Who was online at a moment of the past",
                        SessionsExchange.Past.class, this::past)
                        .withQuery("time", "q", "node", "user", "kind", "sort", "offset", "limit"));
    }

    private NodesExchange.Drained drain(Exchange exchange) {
        String reason = exchange.hasBody() ? exchange.body(NodesExchange.DrainRequest.class).reason() : null;
        return drains.order(exchange.path("id"), true, reason, exchange.actor());
    }

    private NodesExchange.Place place(Exchange exchange) {
        String session = exchange.query("session");
        if (session == null) {
            throw RequestFailure.invalid("session", "Say which session is meant: its id, or any text.");
        }
        return places.of(session);
    }

    private SessionsExchange.Past past(Exchange exchange) {
        Instant time = time(exchange.query("time"));
        Predicate<Session> filter = SessionFilter.of(exchange, time);
        return past.at(time, filter, SessionOrder.parse(exchange.query("sort")),
                exchange.query("offset", 0, 0, Integer.MAX_VALUE),
                exchange.query("limit", DEFAULT_LIMIT, 1, MAX_LIMIT));
    }

    private static Instant time(@Nullable String text) {
        try {
            return Instant.parse(text == null ? "" : text);
        } catch (DateTimeParseException e) {
            throw RequestFailure.invalid("time", "Give a moment in UTC, such as 2026-11-21T14:03:00Z.");
        }
    }

    private SessionsExchange.Ghosts ghosts(Exchange exchange) {
        return new SessionsExchange.Ghosts(ghosts.count(),
                ghosts.newest(exchange.query("offset", 0, 0, Integer.MAX_VALUE),
                        exchange.query("limit", DEFAULT_LIMIT, 1, MAX_LIMIT)));
    }
}
