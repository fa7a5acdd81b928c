package dev.gatehouse.server.message;

import dev.gatehouse.model.message.DeliveryState;
import dev.gatehouse.server.message.ReportStore.Counts;
import dev.gatehouse.server.session.Client;
import dev.gatehouse.server.session.SharedFrame;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A client whose socket this node holds, with what this room keeps of it. Safe for use by several threads. */
final class LocalClient {

    private static final long PAUSE_NANOS = 5_000_000;
    private static final long MOST_QUEUED_BYTES = 128 * 1024;
    private static final int MOST_COUNTED = 256;

    private final Client client;
    private final String sid;
    private final String user;
    private final long since;
    private final Lanes.Lane lane;
    private final InboxReader inbox;
    private final Map<String, Long> rooms = new ConcurrentHashMap<>();
    private final Set<String> continued = ConcurrentHashMap.newKeySet();
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private final Map<String, Progress> counted = new LinkedHashMap<>();
    private final Map<String, String> passing = new LinkedHashMap<>();
    private final AtomicReference<@Nullable String> resuming = new AtomicReference<>();
    private volatile boolean gone;

    /** How far a message has come. */
    private enum Progress {
        SENT, DELIVERED, READ
    }

    /** @param since when it came, in the store's milliseconds */
    LocalClient(Client client, long since, Lanes lanes, MessageStore store, String node) {
        this.client = client;
        this.sid = client.session().sid();
        this.user = client.session().user();
        this.since = since;
        this.lane = lanes.lane();
        this.inbox = new InboxReader(this, store, lanes, node);
    }

    Client client() {
        return client;
    }

    String sid() {
        return sid;
    }

    String user() {
        return user;
    }

    /** What it says is handled here, in order. */
    Lanes.Lane lane() {
        return lane;
    }

    InboxReader inbox() {
        return inbox;
    }

    /** The rooms it is in, or is about to be in again, with the store's milliseconds at which it came in. */
    Map<String, Long> rooms() {
        return rooms;
    }

    /** Notes that it goes on with an earlier session. */
    void continues(String earlier) {
        continued.add(earlier);
    }

    /** Whether a message of its user's inbox is for this session. */
    boolean takes(Note note) {
        return isOwn(note) || continued.stream().anyMatch(note::isFor);
    }

    /** Whether it is for this session by its own name. */
    boolean isOwn(Note note) {
        return note.isFor(sid);
    }

    /** What is needed to resume it. */
    MessageStore.Resumable resumable() {
        return new MessageStore.Resumable(user, since, rooms, resuming.get());
    }

    void leave() {
        gone = true;
    }

    boolean gone() {
        return gone;
    }

    /** Waits until the client has read most of what it was sent, or is gone. */
    void awaitRoom() {
        while (!gone && client.queuedBytes() > MOST_QUEUED_BYTES && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Sends it a message; what becomes of one that is counted per socket is waited for. */
    void send(String msgId, SharedFrame frame) {
        if (MessageId.kind(msgId).countedPerSocket()) {
            synchronized (this) {
                counted.putIfAbsent(msgId, Progress.SENT);
                if (counted.size() > MOST_COUNTED) {
                    counted.remove(counted.keySet().iterator().next());
                }
            }
        }
        client.send(frame);
    }

    /** Notes a message that it sent to somebody and that is kept nowhere. */
    synchronized void sent(String id, String msgId) {
        passing.put(id, msgId);
        if (passing.size() > MOST_COUNTED) {
            passing.remove(passing.keySet().iterator().next());
        }
    }

    /** What became of one of the last 256 such messages; absent where it sent none under that id. */
    synchronized @Nullable String earlier(String id) {
        return passing.get(id);
    }

    /** Notes an acknowledgement of one of the last 256 messages that are counted per socket; returns what is news. */
    synchronized Counts acknowledged(String msgId, DeliveryState state) {
        Progress before = counted.get(msgId);
        Progress now = state == DeliveryState.READ ? Progress.READ : Progress.DELIVERED;
        if (before == null || before.compareTo(now) >= 0) {
            return Counts.NONE;
        }
        counted.put(msgId, now);
        return new Counts(0, 0, before == Progress.SENT ? 1 : 0, now == Progress.READ ? 1 : 0);
    }

    /** Begins to go on with an earlier session; false where that is under way. */
    boolean beginsToResume(String earlier) {
        return resuming.compareAndSet(null, earlier);
    }

    /** Whether it is being sent what an earlier session missed. */
    boolean resuming() {
        return resuming.get() != null;
    }

    /** Notes that it has left a room, or is in it; one that it left is not entered again by resuming. */
    void moved(String room, boolean in) {
        if (in) {
            left.remove(room);
        } else if (resuming()) {
            left.add(room);
        }
    }

    /** Whether it has left a room while it was resuming. */
    boolean hasLeft(String room) {
        return left.contains(room);
    }

    /** Has resumed, or could not. */
    void endsToResume() {
        resuming.set(null);
        left.clear();
    }
}
