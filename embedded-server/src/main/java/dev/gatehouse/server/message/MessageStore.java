package dev.gatehouse.server.message;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.message.DeliveryState;
import dev.gatehouse.server.call.RequestFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of messages, for all nodes: the histories of rooms, the inboxes of users, and what sessions need to be
 * resumed. Safe for use by several threads. Every method throws
 * {@link dev.gatehouse.server.call.RequestFailure} with {@code live-state-unavailable} where the store does not answer;
 * then the work may be done or not.
 */
public interface MessageStore {

    /** How long a sender's own id names the same message. */
    Duration REMEMBERED = Duration.ofMinutes(10);

    /**
     * How much is kept.
     *
     * @param historySize messages of a room; 0 for none
     * @param inboxSize   messages of a user
     * @param resume      how long a session that ended can be resumed
     */
    record Limits(int historySize, Duration historyAge, int inboxSize, Duration inboxAge, Duration resume) {}

    /**
     * A message that was taken.
     *
     * @param at     its place in the stream
     * @param before the place of the message before it in that stream; absent where the message was there already
     */
    record Kept(String msgId, Position at, @Nullable Position before) {

        /** Whether the sender had sent it before. */
        public boolean duplicate() {
            return before == null;
        }
    }

    /**
     * A message that was put into an inbox.
     *
     * @param nodes those that opened the inbox lately
     */
    record Inboxed(Kept kept, Set<String> nodes) {

        public Inboxed {
            nodes = Set.copyOf(nodes);
        }
    }

    /** A message of a stream. */
    record Entry(String msgId, Position at, Note note) {}

    /**
     * A part of a stream.
     *
     * @param entries oldest first
     * @param last    the place of the newest message that the stream ever had
     * @param cut     the place of the newest message that is not kept any more
     */
    record Page(List<Entry> entries, Position last, Position cut) {

        public Page {
            entries = List.copyOf(entries);
        }
    }

    /**
     * What a session that ended left behind.
     *
     * @param user    whose it was
     * @param since   when it came, in the store's milliseconds
     * @param rooms   those it was in, with the store's milliseconds at which it came in; 0 where that is not known
     * @param earlier the session that it was about to go on with when it ended; absent for none
     */
    record Resumable(String user, long since, Map<String, Long> rooms, @Nullable String earlier) {

        public Resumable {
            rooms = Map.copyOf(rooms);
        }

        /** This together with what the session left behind that it was about to go on with. */
        Resumable after(Resumable other) {
            Map<String, Long> all = new HashMap<>(rooms);
            other.rooms.forEach((room, at) -> all.merge(room, at, Math::min));
            return new Resumable(user, Math.min(since, other.since), all, other.earlier);
        }
    }

    /** The store's time, in milliseconds since 1970. */
    long now();

    /**
     * Puts a message into the history of its room and announces it to all nodes, as {@link Announcement}, in the order of
     * the history. Where the same user has said something to the room under the same id lately, that is returned
     * instead.
     *
     * @param origin who is told how many got it; absent for nobody
     */
    Kept publish(String room, Note note, @Nullable String origin);

    /** What follows {@code after} in a room's history. */
    Page history(String room, Position after, int limit);

    /** The newest of a room's history before {@code before}, or of all; oldest first. */
    Page historyBefore(String room, @Nullable Position before, int limit);

    /**
     * Puts a message into inboxes under one id. In a full inbox an operator's takes the place of the oldest.
     *
     * @param notes by receiver
     * @return in the order of {@code notes}
     * @throws RequestFailure {@link ErrorCode#BUSY} where a client's finds a full inbox
     */
    List<Inboxed> keep(String msgId, Map<String, Note> notes);

    /** The failure of {@link #keep} where there is no room. */
    static RequestFailure full() {
        return new RequestFailure(ErrorCode.BUSY,
                "The inbox of that user is full; try again when some of it has been read.");
    }

    /** What follows {@code after} in a user's inbox; from here on the node is told of what comes in. */
    Page inbox(String user, String node, Position after, int limit);

    /**
     * Takes note that a user acknowledged a message of its inbox, and takes it out.
     *
     * @return the message, where this was not known before
     */
    @Nullable
    Settled settle(String user, String msgId, DeliveryState state);

    /** @param first whether the message was in the inbox until now */
    record Settled(Note note, boolean first) {}

    /** Keeps what sessions that ended need to be resumed, by their ids. */
    void keepResumable(Map<String, Resumable> sessions);

    /** What a session that ended left behind, while that is kept. */
    @Nullable
    Resumable resumable(String sid);
}
