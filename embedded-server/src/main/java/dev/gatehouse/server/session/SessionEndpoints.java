package dev.gatehouse.server.session;

import dev.gatehouse.model.api.SessionsExchange;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Endpoint.Method;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.live.LiveView.Rows;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** {@code /api/v1/sessions}. */
public final class SessionEndpoints {

    private static final String ONE = SessionsExchange.PATH + "/{sid}";
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    private final PresenceIndex index;
    private final SessionsView view;
    private final PresenceSync sync;
    private final EndedSessionStore ended;
    private final SessionKicks kicks;
    private final Clock clock;

    public SessionEndpoints(PresenceIndex index, SessionsView view, PresenceSync sync, EndedSessionStore ended,
            SessionKicks kicks, Clock clock) {
        this.index = index;
        this.view = view;
        this.sync = sync;
        this.ended = ended;
        this.kicks = kicks;
        this.clock = clock;
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads(Access.VIEWER, SessionsExchange.PATH, "Who is online, on all nodes",
                        SessionsExchange.Listing.class, this::list)
                        .withQuery("q", "node", "user", "kind", "sort", "offset", "limit", "fresh"),
                Endpoint.reads(Access.VIEWER, SessionsExchange.ENDED_PATH, "Sessions that are over, newest first",
                        SessionsExchange.Ended.class, this::ended).withQuery("q", "offset", "limit"),
                Endpoint.changes(Access.OPERATOR, Method.POST, SessionsExchange.KICK_PATH,
                        "Kick the sessions that a filter meets", SessionsExchange.KickRequest.class,
                        SessionsExchange.Kicked.class, this::kickMany),
                Endpoint.reads(Access.VIEWER, ONE, "One session that is online", Session.class, this::one),
                Endpoint.changes(Access.OPERATOR, Method.DELETE, ONE, "Kick one session", null,
                        SessionsExchange.Kicked.class,
                        exchange -> kicks.kick(exchange.path("sid"), exchange.query("reason"), exchange.actor()))
                        .withQuery("reason"));
    }

    private SessionsExchange.Listing list(Exchange exchange) {
        SessionFilter filter = SessionFilter.of(exchange, clock.instant());
        boolean fresh = Boolean.parseBoolean(exchange.query("fresh"));
        SessionOrder order = SessionOrder.parse(exchange.query("sort"));
        int offset = exchange.query("offset", 0, 0, Integer.MAX_VALUE);
        int limit = exchange.query("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        Rows rows = fresh
                ? view.window(sync.fresh(), filter, order, offset, limit)
                : view.window(filter, order, offset, limit);
        return new SessionsExchange.Listing(rows.total(), rows.rows().stream().map(Session.class::cast).toList(),
                fresh ? 0 : view.ageMillis());
    }

    private SessionsExchange.Ended ended(Exchange exchange) {
        EndedFilter filter = EndedFilter.parse(exchange.query("q"), clock.instant());
        int offset = exchange.query("offset", 0, 0, Integer.MAX_VALUE);
        int limit = exchange.query("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        if (filter.isAll()) {
            return new SessionsExchange.Ended(ended.count(), ended.newest(offset, limit));
        }
        EndedSessionStore.Found found = ended.find(filter, offset, limit);
        return new SessionsExchange.Ended(found.total(), found.newest());
    }

    private Session one(Exchange exchange) {
        return view.matching(Set.of(index.require(exchange.path("sid"))), _ -> true).getFirst();
    }

    private SessionsExchange.Kicked kickMany(Exchange exchange) {
        SessionsExchange.KickRequest request = exchange.body(SessionsExchange.KickRequest.class);
        return kicks.kick(request.filter(), request.reason(), exchange.actor());
    }
}
