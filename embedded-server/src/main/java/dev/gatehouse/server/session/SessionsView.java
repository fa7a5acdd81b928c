package dev.gatehouse.server.session;

import dev.gatehouse.model.api.LiveExchange.View;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.live.LiveView;
import dev.gatehouse.server.session.PresenceWindows.Window;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Windows on who is online, over the index; sessions of nodes whose beat is overdue are marked stale. */
public final class SessionsView implements LiveView {

    /** So long after ages were asked for, rows count as changed each second. */
    private static final long TIMED_SECONDS = 5;

    private final PresenceIndex index;
    private final NodeRegistry registry;
    private final Clock clock;
    private volatile long timedUntil;

    public SessionsView(PresenceIndex index, NodeRegistry registry, Clock clock) {
        this.index = index;
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public View view() {
        return View.SESSIONS;
    }

    /** The index's version, which nodes are live and, while ages are asked for, the second, in one number. */
    @Override
    public long version() {
        long second = clock.instant().getEpochSecond();
        return index.version() * 31 + registry.liveIds().hashCode() + (second < timedUntil ? second : 0);
    }

    @Override
    public Rows rows(@Nullable String query, @Nullable String sort, int offset, int limit) {
        Instant now = clock.instant();
        SessionFilter filter = SessionFilter.parse(query, now);
        if (filter.isTimed()) {
            timedUntil = now.getEpochSecond() + TIMED_SECONDS;
        }
        return window(filter, SessionOrder.parse(sort), offset, limit);
    }

    @Override
    public long ageMillis() {
        return registry.ageMillis();
    }

    /** The window over the index. */
    Rows window(SessionFilter filter, SessionOrder order, int offset, int limit) {
        Window window = index.window(filter, order, registry.liveIds()::contains, offset, limit);
        return new Rows(window.total(), window.rows());
    }

    /** The window over any sessions. */
    Rows window(Collection<Session> sessions, Predicate<Session> filter, Comparator<Session> order, int offset,
            int limit) {
        Session[] found = matching(sessions, filter).toArray(Session[]::new);
        return new Rows(found.length,
                Slice.of(found, order, offset, (int) Math.min(found.length, (long) offset + limit)));
    }

    /** The sessions that a filter meets. */
    List<Session> matching(Collection<Session> sessions, Predicate<Session> filter) {
        Set<String> live = registry.liveIds();
        boolean allLive = live.containsAll(index.nodes());
        List<Session> found = new ArrayList<>();
        for (Session session : sessions) {
            if (filter.test(session)) {
                found.add(allLive ? session : session.withStale(!live.contains(session.node())));
            }
        }
        return found;
    }
}
