package dev.gatehouse.server.session.memory;

import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.session.NodeBeat;
import dev.gatehouse.server.session.PresenceStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Presence in this process's memory; it always answers. */
public final class MemoryPresenceStore implements PresenceStore {

    private final Duration lifetime;
    private final Clock clock;
    private final Map<String, Entry> sessions = new ConcurrentHashMap<>();
    private final Map<String, Instant> claims = new ConcurrentHashMap<>();
    private final Map<String, NodeBeat> beats = new ConcurrentHashMap<>();

    private record Entry(Session session, Instant expiresAt) {}

    /** An empty store whose entries live for {@code lifetime}. */
    public MemoryPresenceStore(Duration lifetime, Clock clock) {
        this.lifetime = lifetime;
        this.clock = clock;
    }

    @Override
    public void put(Collection<Session> written) {
        Instant now = clock.instant();
        sessions.values().removeIf(entry -> !entry.expiresAt.isAfter(now));
        written.forEach(session -> sessions.put(session.sid(), new Entry(session, now.plus(lifetime))));
    }

    @Override
    public void touch(Collection<Session> seen) {
        Instant expiresAt = clock.instant().plus(lifetime);
        seen.forEach(session -> sessions.put(session.sid(), new Entry(session, expiresAt)));
    }

    @Override
    public void remove(Collection<Session> gone) {
        gone.forEach(session -> sessions.computeIfPresent(session.sid(),
                (_, there) -> there.session.node().equals(session.node()) ? null : there));
    }

    /** Does nothing: there are no lists apart from the sessions. */
    @Override
    public void unlist(String node, Collection<String> sids) {}

    @Override
    public boolean claim(String what, Duration until) {
        Instant now = clock.instant();
        Instant mine = now.plus(until);
        return mine.equals(claims.compute(what, (_, other) -> other != null && other.isAfter(now) ? other : mine));
    }

    @Override
    public Set<String> sidsOfNode(String node) {
        return sids(session -> session.node().equals(node));
    }

    @Override
    public Set<String> sidsOfUser(String userId) {
        return sids(session -> session.user().equals(userId));
    }

    @Override
    public List<Session> read(Collection<String> sids) {
        return sids.stream().map(this::live).filter(Objects::nonNull).map(entry -> entry.session).toList();
    }

    @Override
    public boolean beat(NodeBeat beat) {
        return beats.put(beat.id(), beat) == null;
    }

    @Override
    public List<NodeBeat> beats() {
        return List.copyOf(beats.values());
    }

    @Override
    public void forget(String node) {
        beats.remove(node);
    }

    private Set<String> sids(Predicate<Session> wanted) {
        Instant now = clock.instant();
        return sessions.values().stream().filter(entry -> entry.expiresAt.isAfter(now)).map(entry -> entry.session)
                .filter(wanted).map(Session::sid).collect(Collectors.toSet());
    }

    private @Nullable Entry live(String sid) {
        Entry entry = sessions.get(sid);
        return entry != null && entry.expiresAt.isAfter(clock.instant()) ? entry : null;
    }
}
