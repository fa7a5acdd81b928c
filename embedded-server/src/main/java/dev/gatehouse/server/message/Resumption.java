package dev.gatehouse.server.message;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.bus.Questions;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.message.MessageService.Fleet;
import dev.gatehouse.server.message.MessageStore.Resumable;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients that go on where another socket of theirs ended. What that socket left behind is found with the node that holds
 * it still, in what a dead node was known to hold, or in the store; its rooms are entered again, and what was said there
 * since is sent before anything newer.
 */
final class Resumption {

    /** The code of the failure that says that a room's history does not go back far enough. */
    static final String GAP = "history-gap";

    private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int TRIES = 5;
    /** Of 100 ms and the time that a call takes: about a minute. */
    private static final int TRIES_WITHOUT_STORE = 300;
    private static final int MOST_UNWRITTEN = 100_000;
    private static final int BATCH = 500;

    private final Fleet fleet;
    private final MessageStore store;
    private final LocalClients clients;
    private final Hands hands;
    private final Map<String, Resumable> unwritten = new ConcurrentHashMap<>();
    private final AtomicBoolean writing = new AtomicBoolean();
    private final Questions<Yield, Yielded> questions;

    /** What this room works with. */
    record Hands(Rooms rooms, Lanes lanes, StoreTime time) {}

    /** The order to end a session that its user goes on with elsewhere. */
    private record Yield(String sid, String user) {}

    private record Yielded(@Nullable Resumable session) {}

    Resumption(Fleet fleet, MessageStore store, LocalClients clients, Hands hands) {
        this.fleet = fleet;
        this.store = store;
        this.clients = clients;
        this.hands = hands;
        this.questions = new Questions<>(fleet.bus(), "message.yield", Yield.class, Yielded.class, this::giveUp);
    }

    /** What is known of a session whose node did not write it down. */
    static Resumable of(Session session) {
        Map<String, Long> rooms = new HashMap<>();
        session.rooms().forEach(room -> rooms.put(room, 0L));
        return new Resumable(session.user(), session.connectedAt().toEpochMilli(), rooms, null);
    }

    /** The failure that says that messages of a room are missing. */
    static ServerFrame.Failure gap(String room) {
        return new ServerFrame.Failure(GAP,
                "Some messages of the room " + room + " are not kept any more; load its state anew.", null);
    }

    /** Keeps what a session that ended needs to be resumed. */
    void keep(String sid, Resumable session) {
        if (unwritten.size() < MOST_UNWRITTEN) {
            unwritten.put(sid, session);
            if (writing.compareAndSet(false, true)) {
                hands.lanes.apart(() -> {
                    writing.set(false);
                    write();
                });
            }
        }
    }

    /** Writes down what is kept; what cannot be written is tried again. */
    synchronized void write() {
        try {
            while (!unwritten.isEmpty()) {
                Map<String, Resumable> batch = unwritten.entrySet().stream().limit(BATCH)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
                store.keepResumable(batch);
                batch.forEach(unwritten::remove);
            }
        } catch (RequestFailure e) {
            LOG.debug("Sessions that ended cannot be written down yet: {}", e.detail());
        }
    }

    /** Has a client go on with an earlier session; returns at once. */
    void resume(LocalClient client, ClientFrame.Resume frame) {
        String lastMsgId = frame.lastMsgId();
        if (lastMsgId != null && !MessageId.valid(lastMsgId)) {
            fail(client, ErrorCode.INVALID, "lastMsgId is not the id of a message.");
        } else if (!client.beginsToResume(frame.token())) {
            fail(client, ErrorCode.INVALID, "This client is resuming already.");
        } else {
            hands.lanes.apart(() -> goOn(client, frame.token(), lastMsgId));
        }
    }

    private void goOn(LocalClient client, String token, @Nullable String lastMsgId) {
        try {
            for (int tries = 1; !client.gone(); tries++) {
                try {
                    attempt(client, token, lastMsgId);
                    return;
                } catch (RequestFailure e) {
                    if (e.code() != ErrorCode.LIVE_STATE_UNAVAILABLE || tries == TRIES_WITHOUT_STORE) {
                        fail(client, e.code(), e.detail());
                        return;
                    }
                    // The client has been told already that it is in; what it missed follows when the store answers.
                    LOG.debug("A session cannot be gone on with yet: {}", e.detail());
                    pause();
                }
            }
        } finally {
            client.endsToResume();
            client.rooms().keySet().forEach(room -> hands.rooms.release(client, room));
        }
    }

    private void attempt(LocalClient client, String token, @Nullable String lastMsgId) {
        Set<String> tokens = new LinkedHashSet<>(List.of(token));
        Resumable session = whole(client, tokens);
        if (session == null) {
            fail(client, ErrorCode.NOT_FOUND, "That session cannot be resumed any more; join your rooms again.");
        } else if (!session.user().equals(client.user())) {
            fail(client, ErrorCode.INVALID, "The token is of somebody else's session.");
        } else {
            tokens.remove(client.sid());
            tokens.forEach(client::continues);
            Replay replay = new Replay(client, store, hands);
            replay.enter(session, fleet.sessions());
            replay.run(lastMsgId, session.since());
            tokens.forEach(client.inbox()::readFor);
        }
    }

    /**
     * What a session left behind together with what those left that it was still about to go on with.
     *
     * @param tokens the session's; those of the others are added
     */
    private @Nullable Resumable whole(LocalClient client, Set<String> tokens) {
        Resumable whole = find(client, tokens.iterator().next());
        String earlier = whole == null ? null : whole.earlier();
        while (whole != null && earlier != null && tokens.add(earlier)) {
            Resumable before = find(client, earlier);
            if (before == null || !before.user().equals(whole.user())) {
                return whole;
            }
            whole = whole.after(before);
            earlier = whole.earlier();
        }
        return whole;
    }

    private @Nullable Resumable find(LocalClient client, String token) {
        for (int tries = 1; !client.gone(); tries++) {
            Session session = token.equals(client.sid()) ? null : online(token);
            Resumable left = session == null ? left(token) : left(session, client);
            if (left != null || tries == TRIES) {
                return left;
            }
            // It may have come, or gone, less than a moment ago.
            pause();
        }
        return null;
    }

    private @Nullable Session online(String token) {
        Session known = fleet.index().find(token);
        return known == null
                ? hands.lanes.turn(() -> fleet.presence().read(List.of(token))).stream().findFirst().orElse(null)
                : known;
    }

    /** What a session leaves behind that is online, or was a moment ago. */
    private Resumable left(Session session, LocalClient client) {
        if (!session.user().equals(client.user())) {
            return of(session);
        }
        Resumable yielded = ask(session);
        if (yielded != null) {
            return yielded;
        }
        Resumable written = left(session.sid());
        // An earlier session may have had the same id.
        return written != null
                && written.since() >= session.connectedAt().minus(Replay.OVERLAP).toEpochMilli() ? written
                        : of(session);
    }

    /** What was written down of a session, or is about to be. */
    private @Nullable Resumable left(String token) {
        Resumable waiting = unwritten.get(token);
        return waiting == null ? hands.lanes.turn(() -> store.resumable(token)) : waiting;
    }

    /** Has the node that holds a session end it and say what it leaves behind. */
    private @Nullable Resumable ask(Session session) {
        try (Questions<Yield, Yielded>.Asked asked = questions.ask(session.node(),
                new Yield(session.sid(), session.user()))) {
            Yielded answer = asked.await(PATIENCE);
            return answer == null ? null : answer.session;
        }
    }

    private Yielded giveUp(Yield order) {
        LocalClient there = clients.find(order.sid);
        if (there == null || !there.user().equals(order.user)) {
            return new Yielded(unwritten.get(order.sid));
        }
        Resumable left = there.resumable();
        hands.lanes.apart(() -> fleet.sessions().end(
                session -> session.sid().equals(order.sid) && session.user().equals(order.user),
                CloseCode.SESSION_OVER, "resumed elsewhere", "system"));
        return new Yielded(left);
    }

    private static void pause() {
        try {
            Thread.sleep(PATIENCE.dividedBy(TRIES));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fail(LocalClient client, ErrorCode code, String detail) {
        client.client().send(new ServerFrame.Failure(code.code(), detail, null));
    }
}
