package dev.gatehouse.server.session;

import dev.gatehouse.model.api.SessionsExchange.GhostKind;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.call.RequestFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a node is dead and ends its sessions. A node is dead when its beat has not changed in so many looks, one a
 * second, as make up five sixths of a session's lifetime. Looks are counted, not time: while this node cannot read beats,
 * or sleeps, or its clock is set, nobody dies. Each node ends the sessions in its own index and remembers them; one of all,
 * whoever claims it, clears the store and writes the audit record.
 */
public final class NodeDeaths {

    private static final Logger LOG = LoggerFactory.getLogger(NodeDeaths.class);
    private static final int FEWEST_LOOKS = 2;
    private static final Duration CLAIMED = Duration.ofMinutes(10);

    private final PresenceSync sync;
    private final PresenceStore store;
    private final PresenceIndex index;
    private final AuditJournal journal;
    private final Clock clock;
    private final int patience;
    private Map<String, Watch> watches = new HashMap<>();
    private volatile @Nullable SessionFinds finds;
    private volatile Consumer<List<Session>> mourner = _ -> {};

    /**
     * What was seen of a node.
     *
     * @param beat  the last beat that was read; absent for a node that holds sessions and was never heard of
     * @param there whether the beat is still there
     * @param looks how often it was found unchanged
     */
    private record Watch(@Nullable Instant beat, boolean there, int looks) {}

    /** @param lifetime how long a session lives without a heartbeat */
    public NodeDeaths(PresenceSync sync, PresenceStore store, PresenceIndex index, Duration lifetime,
            AuditJournal journal, Clock clock) {
        this.sync = sync;
        this.store = store;
        this.index = index;
        this.journal = journal;
        this.clock = clock;
        patience = (int) Math.max(FEWEST_LOOKS, lifetime.toSeconds() * 5 / 6);
    }

    /** Has {@code listener} told of the sessions that are ended. */
    void onFinds(SessionFinds listener) {
        finds = listener;
    }

    /** Has {@code listener} told of the sessions of a node that died, before they are taken out of the index. */
    public void onDeaths(Consumer<List<Session>> listener) {
        mourner = listener;
    }

    /** Looks at the beats of all nodes as they were just read, once a second. */
    public void look(List<NodeBeat> beats) {
        Map<String, Instant> read = HashMap.newHashMap(beats.size());
        beats.forEach(beat -> read.put(beat.id(), beat.at()));
        Set<String> nodes = new HashSet<>(index.nodes());
        nodes.addAll(read.keySet());
        nodes.remove(sync.node());
        Map<String, Watch> next = HashMap.newHashMap(nodes.size());
        for (String id : nodes) {
            Instant beat = read.get(id);
            Watch before = watches.get(id);
            Watch now = before == null || (beat == null ? before.there : !beat.equals(before.beat))
                    ? new Watch(beat == null && before != null ? before.beat : beat, beat != null, 0)
                    : new Watch(before.beat, before.there, before.looks + 1);
            next.put(id, now);
            if (now.looks == 0 && beat != null) {
                sync.revive(id);
            }
            if (now.looks >= patience) {
                bury(id, now);
            }
        }
        watches = next;
    }

    private void bury(String id, Watch watch) {
        List<Session> sessions = index.ofNode(id);
        if (!sessions.isEmpty()) {
            String reason = "node " + id + " died";
            List<EndedSession> over = sessions.stream().map(session -> new EndedSession(session,
                    endOf(session, watch.beat), PresenceRepair.LOST, reason, PresenceRepair.SYSTEM)).toList();
            mourner.accept(sessions);
            sync.bury(id, over);
            LOG.warn("{}: {} sessions of it are over.", reason, sessions.size());
            tell(over, new GhostCause(watch.there ? GhostKind.NODE_DIED : GhostKind.NODE_LEFT, sentence(id, watch)));
        }
        if (watch.looks == patience) {
            clear(id, watch, sessions);
        }
    }

    /** The moment is the same on all nodes, which read the same last beat. */
    private static Instant endOf(Session session, @Nullable Instant beat) {
        Instant end = Objects.requireNonNullElse(beat, session.lastSeenAt());
        return end.isBefore(session.connectedAt()) ? session.connectedAt() : end;
    }

    private static String sentence(String id, Watch watch) {
        return watch.there
                ? "Node " + id + " died: its last beat was at " + watch.beat + "."
                : "Node " + id + " has left and has not said goodbye for it.";
    }

    private void tell(List<EndedSession> over, GhostCause cause) {
        SessionFinds listener = finds;
        if (listener != null) {
            Instant now = clock.instant();
            listener.over(over);
            listener.ghosts(over.stream().map(each -> cause.of(each.session(), now)).toList());
        }
    }

    /** Clears the store of what the node left there, on one node only. */
    private void clear(String id, Watch watch, List<Session> sessions) {
        try {
            if (!store.claim("death:" + id + ":" + (watch.beat == null ? "" : watch.beat.toEpochMilli()), CLAIMED)) {
                return;
            }
            store.remove(sessions);
            store.unlist(id, store.sidsOfNode(id));
        } catch (RequestFailure e) {
            LOG.info("What node {} left in Redis goes by itself when its time is over: {}", id, e.detail());
        }
        if (watch.there) {
            journal.note(AuditDraft.of(new Actor(PresenceRepair.SYSTEM, PresenceRepair.SYSTEM, null), Action.NODE_DEATH,
                    "node/" + id, Outcome.ACCEPTED, clock.instant()).withReason(sentence(id, watch))
                    .withChange(Json.LENIENT.createObjectNode().put("sessions", sessions.size()), null));
        }
    }
}
