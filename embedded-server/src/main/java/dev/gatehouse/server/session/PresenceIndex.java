package dev.gatehouse.server.session;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What this node knows of the sessions of all nodes, in memory. Safe for use by several threads. */
public final class PresenceIndex {

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> byNode = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> byUser = new ConcurrentHashMap<>();
    private final Map<ClientKind, Long> byKind = new EnumMap<>(ClientKind.class);
    private final AtomicLong version = new AtomicLong();

    /** Takes a session in, or what is new of it. */
    public synchronized void put(Session session) {
        Session before = sessions.put(session.sid(), session);
        if (before != null) {
            unlist(before);
        }
        byNode.computeIfAbsent(session.node(), _ -> ConcurrentHashMap.newKeySet()).add(session.sid());
        byUser.computeIfAbsent(session.user(), _ -> ConcurrentHashMap.newKeySet()).add(session.sid());
        byKind.merge(session.kind(), 1L, Long::sum);
        version.incrementAndGet();
    }

    /** Notes that a session was seen, if it is known and was not seen later. */
    public void seen(String sid, Instant at) {
        sessions.computeIfPresent(sid,
                (_, session) -> session.lastSeenAt().isBefore(at) ? session.seenAt(at) : session);
        version.incrementAndGet();
    }

    /**
     * Takes a session out, unless another node holds it meanwhile.
     *
     * @return the session, if it was there
     */
    public synchronized @Nullable Session remove(String sid, String node) {
        Session session = sessions.get(sid);
        if (session == null || !session.node().equals(node)) {
            return null;
        }
        sessions.remove(sid);
        unlist(session);
        version.incrementAndGet();
        return session;
    }

    /** The session with this id, if it is known. */
    public @Nullable Session find(String sid) {
        return sessions.get(sid);
    }

    /** The sessions of a user. */
    public List<Session> ofUser(String userId) {
        return found(byUser.getOrDefault(userId, Set.of()));
    }

    /** The sessions that a node holds. */
    public List<Session> ofNode(String node) {
        return found(byNode.getOrDefault(node, Set.of()));
    }

    /** The nodes that hold sessions. */
    public Set<String> nodes() {
        return Set.copyOf(byNode.keySet());
    }

    /** All sessions, in no order; reading it sees changes made meanwhile or not. */
    public Collection<Session> all() {
        return sessions.values();
    }

    /** How many sessions are known. */
    public long count() {
        return sessions.size();
    }

    /** How many sessions each node holds. */
    public Map<String, Long> countByNode() {
        Map<String, Long> counts = new HashMap<>();
        byNode.forEach((node, sids) -> counts.put(node, (long) sids.size()));
        return counts;
    }

    /** How many sessions there are of each kind of client. */
    public synchronized Map<ClientKind, Long> countByKind() {
        return new EnumMap<>(byKind);
    }

    /** Another number after every change. */
    public long version() {
        return version.get();
    }

    private List<Session> found(Set<String> sids) {
        List<Session> found = new ArrayList<>(sids.size());
        for (String sid : sids) {
            Session session = sessions.get(sid);
            if (session != null) {
                found.add(session);
            }
        }
        return found;
    }

    private void unlist(Session session) {
        unlist(byNode, Session::node, session);
        unlist(byUser, Session::user, session);
        byKind.merge(session.kind(), -1L, Long::sum);
    }

    private static void unlist(Map<String, Set<String>> lists, Function<Session, String> key, Session session) {
        lists.computeIfPresent(key.apply(session), (_, sids) -> {
            sids.remove(session.sid());
            return sids.isEmpty() ? null : sids;
        });
    }
}
