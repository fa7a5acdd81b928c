package dev.gatehouse.server.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.api.Enforcement;
import dev.gatehouse.model.api.SessionsExchange.Filter;
import dev.gatehouse.model.api.SessionsExchange.Kicked;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Kicks by operators: recorded first, then the tokens are revoked, then the sockets end wherever they are. Where the
 * tokens cannot be revoked the sockets end all the same, and the caller is told of the failure.
 */
public final class SessionKicks {

    private static final int LONGEST_REASON = 500;
    private static final int MOST_NAMED = 1000;

    private final PresenceIndex index;
    private final SessionOrders orders;
    private final SessionRevoker revoker;
    private final AuditJournal journal;
    private final Clock clock;

    public SessionKicks(PresenceIndex index, SessionOrders orders, SessionRevoker revoker,
            AuditJournal journal, Clock clock) {
        this.index = index;
        this.orders = orders;
        this.revoker = revoker;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Kicks one session.
     *
     * @throws RequestFailure {@code not-found} where nobody is online under that id
     */
    public Kicked kick(String sid, @Nullable String reason, Actor actor) {
        Session session = index.require(sid);
        return kick(List.of(session), checked(reason), actor, Json.LENIENT.valueToTree(session));
    }

    /**
     * Kicks all sessions that a filter meets, which may be none.
     *
     * @throws RequestFailure {@code invalid} where the filter is empty or makes no sense
     */
    public Kicked kick(@Nullable Filter filter, @Nullable String reason, Actor actor) {
        String why = checked(reason);
        Collection<Session> met = met(filter);
        ObjectNode before = Json.LENIENT.createObjectNode();
        before.set("filter", Json.LENIENT.valueToTree(filter));
        before.put("matched", met.size());
        before.set("sids", Json.LENIENT.valueToTree(met.stream().limit(MOST_NAMED).map(Session::sid).toList()));
        return kick(met, why, actor, before);
    }

    private Kicked kick(Collection<Session> sessions, String reason, Actor actor,
            JsonNode before) {
        String resource = sessions.size() == 1 ? "session/" + sessions.iterator().next().sid() : "sessions";
        Receipt receipt = journal
                .write(AuditDraft.of(actor, Action.SESSION_KICK, resource, Outcome.ACCEPTED, clock.instant())
                        .withReason(reason).withChange(before, null)
                        .withTraceparent(Trace.current().traceparent()));
        List<Enforcement> enforcement;
        try {
            revoker.revoke(SessionOrders.tokenSessions(sessions), reason);
        } finally {
            enforcement = orders.end(sessions, CloseCode.KICKED, reason, actor.name());
        }
        return new Kicked(sessions.size(), receipt, enforcement);
    }

    private Collection<Session> met(@Nullable Filter filter) {
        if (filter == null || (filter.sids() == null && filter.q() == null && filter.node() == null
                && filter.user() == null && filter.kind() == null)) {
            throw RequestFailure.invalid("filter", "Say which sessions are meant: sids, q, node, user or kind.");
        }
        SessionFilter wanted = SessionFilter.of(filter.q(), filter.node(), filter.user(), filter.kind(),
                clock.instant());
        return filter.sids() == null
                ? index.matching(wanted)
                : filter.sids().stream().distinct().map(index::find).filter(Objects::nonNull).filter(wanted).toList();
    }

    private static String checked(@Nullable String reason) {
        String given = Objects.requireNonNullElse(reason, "").strip();
        if (given.length() > LONGEST_REASON) {
            throw RequestFailure.invalid("reason", "A reason has at most " + LONGEST_REASON + " characters.");
        }
        return given.isEmpty() ? CloseCode.KICKED.phrase() : given;
    }
}
