package dev.gatehouse.server.session;

import dev.gatehouse.model.api.SessionsExchange.Past;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.call.RequestFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Who was online at a moment: those that have ended since and had connected by then, and those that are online still and
 * had. A session is told as it was last: its rooms and its last heartbeat are those at its end, or now.
 */
final class PastSessions {

    /** The clocks of callers, nodes and Redis may be apart by so much. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

    private final PresenceIndex index;
    private final EndedSessionStore ended;
    private final EndedSessionKeeper keeper;
    private final Clock clock;

    PastSessions(PresenceIndex index, EndedSessionStore ended, EndedSessionKeeper keeper, Clock clock) {
        this.index = index;
        this.ended = ended;
        this.keeper = keeper;
        this.clock = clock;
    }

    /** Some of those that were online at {@code time}. */
    Past at(Instant time, Predicate<Session> filter, Comparator<Session> order, int offset, int limit) {
        if (time.isAfter(clock.instant().plus(CLOCKS_DIFFER))) {
            throw RequestFailure.invalid("time", "Who will be online is not known; give a moment of the past.");
        }
        keeper.settle();
        Map<String, Session> there = new LinkedHashMap<>();
        for (EndedSession over : ended.at(time)) {
            Session session = over.session().withStale(false);
            if (filter.test(session)) {
                there.put(session.sid(), session);
            }
        }
        for (Session session : index.all()) {
            if (!session.connectedAt().isAfter(time) && filter.test(session)) {
                there.put(session.sid(), session);
            }
        }
        Session[] found = there.values().toArray(Session[]::new);
        List<Session> rows = Slice.of(found, order, offset, (int) Math.min(found.length, (long) offset + limit));
        return new Past(time, found.length, rows, keeper.since(time));
    }
}
