package dev.gatehouse.server.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.api.SessionsExchange.GhostKind;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.bus.Bus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the index with the store. Sessions of others that are not known here are read. Those that a node does not list
 * are asked for: the node that should hold them says whether it does, so that nothing is taken out because the store has
 * lost it. What the store lists for this node though this node does not hold it is taken out.
 */
final class PresenceRepair {

    /** Closed without a goodbye (RFC 6455 section 7.1.5). */
    static final int LOST = 1006;
    static final String SYSTEM = "system";

    private static final Logger LOG = LoggerFactory.getLogger(PresenceRepair.class);
    private static final String ASK = "session.ask";
    private static final String ABSENT = "session.absent";
    /** How long a difference must last before anybody is asked: what is under way settles by itself. */
    private static final long SETTLED_NANOS = Duration.ofMillis(1500).toNanos();

    private final PresenceSync sync;
    private final String node;
    private final PresenceStore store;
    private final PresenceIndex index;
    private final Bus bus;
    private final Clock clock;
    private final Instant bornAt;
    private Map<String, Long> unlisted = new HashMap<>();
    private @Nullable SessionFinds finds;

    /** Sids: asks a node whether it holds them, or says that it does not. */
    private record Sids(List<String> sids) {}

    PresenceRepair(PresenceSync sync, PresenceStore store, PresenceIndex index, Bus bus, Clock clock) {
        this.sync = sync;
        this.node = sync.node();
        this.store = store;
        this.index = index;
        this.bus = bus;
        this.clock = clock;
        bornAt = clock.instant();
    }

    synchronized void tell(SessionFinds listener) {
        finds = listener;
    }

    void listen() {
        bus.on(ASK, this::answer);
        bus.on(ABSENT, this::absent);
    }

    /**
     * Compares once.
     *
     * @param whole false to pass over nodes whose number of sessions is the one that is known here
     */
    void run(boolean whole) {
        Map<String, Long> stillUnlisted = new HashMap<>();
        Map<String, Long> counts = index.countByNode();
        for (Map.Entry<String, Long> other : others().entrySet()) {
            if (!sync.isDead(other.getKey())
                    && (whole || !other.getValue().equals(counts.getOrDefault(other.getKey(), 0L)))) {
                compare(other.getKey(), stillUnlisted);
            }
        }
        compareOwn(stillUnlisted);
        unlisted = stillUnlisted;
    }

    /** All other nodes, with how many sessions they hold by their last beat; -1 where they have none. */
    Map<String, Long> others() {
        Map<String, Long> nodes = new HashMap<>();
        index.nodes().forEach(id -> nodes.put(id, -1L));
        store.beats().forEach(beat -> nodes.put(beat.id(), beat.sessions()));
        nodes.remove(node);
        return nodes;
    }

    private void compare(String other, Map<String, Long> stillUnlisted) {
        Set<String> before = index.sidsOfNode(other);
        Set<String> stored = store.sidsOfNode(other);
        List<String> unknown = stored.stream().filter(sid -> !before.contains(sid)).toList();
        // A batch at a time: a new node reads all there are.
        PresenceSync.batches(unknown).forEach(sids -> sync.take(store.read(sids).stream()
                .filter(session -> session.node().equals(other) && index.find(session.sid()) == null).toList()));
        before.removeAll(stored);
        PresenceSync.batches(settled(before, stillUnlisted))
                .forEach(sids -> bus.send(other, ASK, new Sids(sids)));
    }

    /** Those that were not listed a while ago either; the others are noted. */
    private List<String> settled(Set<String> missing, Map<String, Long> stillUnlisted) {
        long now = System.nanoTime();
        List<String> settled = new ArrayList<>();
        for (String sid : missing) {
            long since = unlisted.getOrDefault(sid, now);
            stillUnlisted.put(sid, since);
            if (now - since >= SETTLED_NANOS) {
                settled.add(sid);
            }
        }
        return settled;
    }

    /** Another node asks for sessions of this one: those that are there are told again. */
    private void answer(Bus.Message message) {
        List<String> missing = new ArrayList<>();
        for (String sid : sids(message)) {
            Session session = own(sid);
            if (session == null) {
                missing.add(sid);
            } else {
                sync.changed(session);
            }
        }
        if (!missing.isEmpty()) {
            bus.send(message.from(), ABSENT, new Sids(missing));
        }
    }

    private void absent(Bus.Message message) {
        String from = message.from();
        GhostCause cause = new GhostCause(GhostKind.UNHEARD,
                "Node " + from + " does not hold it and does not list it; its goodbye was not heard here.");
        List<Session> gone = sids(message).stream().map(sid -> index.remove(sid, from)).filter(Objects::nonNull)
                .toList();
        remember(gone, session -> cause);
        SessionFinds listener = listener();
        if (listener != null) {
            listener.over(gone.stream().map(session -> new EndedSession(session, clock.instant(), LOST,
                    "it ended while this node did not hear of it", SYSTEM)).toList());
        }
    }

    private void compareOwn(Map<String, Long> stillUnlisted) {
        Set<String> listed = store.sidsOfNode(node);
        Set<String> mine = index.sidsOfNode(node);
        mine.removeAll(listed);
        for (String sid : settled(mine, stillUnlisted)) {
            Session session = own(sid);
            if (session != null) {
                sync.changed(session);
            }
        }
        listed.removeIf(sid -> own(sid) != null);
        if (!listed.isEmpty()) {
            removeStrays(listed);
        }
    }

    /** Takes out what the store lists for this node though this node does not hold it. */
    private void removeStrays(Set<String> strays) {
        Map<String, Session> found = store.read(strays).stream()
                .collect(Collectors.toMap(Session::sid, session -> session, (first, _) -> first));
        strays.removeIf(sid -> own(sid) != null);
        List<Session> left = strays.stream().map(found::get).filter(Objects::nonNull)
                .filter(session -> session.node().equals(node)).toList();
        store.remove(left);
        store.unlist(node, strays);
        strays.removeIf(sync.farewells()::names);
        remember(strays.stream().map(sid -> found.getOrDefault(sid, unknown(sid))).toList(), this::strayCause);
        sync.tellGone(left.stream().filter(session -> strays.contains(session.sid()))
                .map(session -> new EndedSession(session, session.lastSeenAt(), LOST,
                        "node " + node + " was started again", SYSTEM))
                .toList());
    }

    private GhostCause strayCause(Session session) {
        if (session.user().isEmpty()) {
            return new GhostCause(GhostKind.VANISHED,
                    "Node " + node + " listed it, but there is no session with that id any more.");
        }
        if (!session.node().equals(node)) {
            return new GhostCause(GhostKind.MOVED,
                    "Node " + node + " listed it, but node " + session.node() + " holds it now.");
        }
        return session.connectedAt().isBefore(bornAt)
                ? new GhostCause(GhostKind.LEFT_BEHIND, "An earlier life of node " + node + " left it behind.")
                : new GhostCause(GhostKind.NOT_HELD, "Node " + node + " listed it and does not hold it.");
    }

    /** What can be told of a session of which only the id is left. */
    private Session unknown(String sid) {
        Instant now = clock.instant();
        return new Session(sid, "", "", node, "", ClientKind.WEB, null, now, now, now, List.of(), false);
    }

    private void remember(Collection<Session> ghosts, Function<Session, GhostCause> cause) {
        SessionFinds listener = listener();
        if (listener != null && !ghosts.isEmpty()) {
            listener.ghosts(ghosts.stream().map(session -> cause.apply(session).of(session, clock.instant()))
                    .toList());
        }
    }

    private synchronized @Nullable SessionFinds listener() {
        return finds;
    }

    private @Nullable Session own(String sid) {
        Session session = index.find(sid);
        return session != null && session.node().equals(node) ? session : null;
    }

    private static List<String> sids(Bus.Message message) {
        try {
            return Json.LENIENT.treeToValue(message.body(), Sids.class).sids;
        } catch (JsonProcessingException e) {
            LOG.warn("The node {} asks for sessions in a form that this one does not understand.", message.from(), e);
            return List.of();
        }
    }
}
