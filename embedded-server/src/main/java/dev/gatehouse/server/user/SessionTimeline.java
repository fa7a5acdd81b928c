package dev.gatehouse.server.user;

import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.model.user.TimelineEntry;
import dev.gatehouse.server.session.EndedSessionStore;
import dev.gatehouse.server.session.PresenceIndex;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The sockets of a user: those that are online, and the ends of those that were. */
public final class SessionTimeline implements TimelineSource {

    private final PresenceIndex online;
    private final EndedSessionStore ended;

    public SessionTimeline(PresenceIndex online, EndedSessionStore ended) {
        this.online = online;
        this.ended = ended;
    }

    @Override
    public List<TimelineEntry> of(String userId, @Nullable Instant from, @Nullable Instant until, int limit) {
        Stream<TimelineEntry> now = online.ofUser(userId).stream().map(SessionTimeline::online);
        Stream<TimelineEntry> before = ended.ofUser(userId, from, until, limit).stream()
                .map(session -> ended(userId, session));
        return Stream.concat(now, before).filter(entry -> TimelineSource.within(entry.at(), from, until))
                .sorted(Comparator.comparing(TimelineEntry::at).reversed()).limit(limit).toList();
    }

    private static TimelineEntry online(Session session) {
        return new TimelineEntry(session.connectedAt(), TimelineEntry.Kind.SESSION, "session.online", null, null,
                where(session), "session/" + session.sid());
    }

    private static TimelineEntry ended(String userId, EndedSession ended) {
        Session session = ended.session();
        String by = ended.by().equals("client") || ended.by().equals(userId) ? null : ended.by();
        return new TimelineEntry(ended.endedAt(), TimelineEntry.Kind.SESSION, "session.ended", null, by,
                ended.reason() + "; since " + session.connectedAt() + ", " + where(session),
                "session/" + session.sid());
    }

    private static String where(Session session) {
        return session.kind().name().toLowerCase(Locale.ROOT) + " at " + session.node() + " from " + session.ip();
    }
}
