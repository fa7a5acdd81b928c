package dev.gatehouse.server.session;

import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that were taken for over because their node was, for an hour each: a node that was only cut off brings them
 * back. Safe for use by several threads.
 */
final class BuriedSessions {

    private static final long KEPT_NANOS = Duration.ofHours(1).toNanos();

    private final Map<String, Burial> buried = new LinkedHashMap<>();
    private @Nullable SessionFinds finds;

    private record Burial(EndedSession over, long atNanos) {}

    synchronized void tell(SessionFinds listener) {
        finds = listener;
    }

    synchronized void add(Collection<EndedSession> dead) {
        long now = System.nanoTime();
        Iterator<Burial> oldest = buried.values().iterator();
        while (oldest.hasNext() && now - oldest.next().atNanos > KEPT_NANOS) {
            oldest.remove();
        }
        for (EndedSession over : dead) {
            buried.remove(over.session().sid());
            buried.put(over.session().sid(), new Burial(over, now));
        }
    }

    synchronized boolean names(String sid) {
        return buried.containsKey(sid);
    }

    /** A session is online: if it was buried, that was wrong. */
    synchronized void seenAlive(Session session) {
        Burial burial = buried.isEmpty() ? null : buried.remove(session.sid());
        if (burial != null && finds != null && burial.over.session().node().equals(session.node())
                && burial.over.session().connectedAt().equals(session.connectedAt())) {
            finds.back(List.of(burial.over));
        }
    }
}
