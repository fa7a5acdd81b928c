package dev.gatehouse.server.message;

import dev.gatehouse.server.message.MessageStore.Kept;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node is told to hand to its clients. One of {@code user}, {@code sids} and {@code everybody} says to whom.
 *
 * @param kept   its place in the user's inbox; absent where it is in none
 * @param keep   whether the node is to put it into the inboxes of those whom it meets
 * @param origin who wants to know how many got it, see {@link Tallies#origin}
 */
record Direct(String msgId, Note note, @Nullable Kept kept, @Nullable String user, @Nullable List<String> sids,
        boolean everybody, boolean keep, @Nullable String origin) {

    static final String KIND = "message.direct";

    /** To a user, out of its inbox or kept nowhere. */
    static Direct toUser(String msgId, Note note, @Nullable Kept kept, String user, @Nullable String origin) {
        return new Direct(msgId, note, kept, user, null, false, false, origin);
    }

    /** To some sessions, kept nowhere. */
    static Direct toSessions(String msgId, Note note, List<String> sids, @Nullable String origin) {
        return new Direct(msgId, note, null, null, sids, false, false, origin);
    }

    /** To all clients of a node. */
    static Direct toEverybody(String msgId, Note note, boolean keep, String origin) {
        return new Direct(msgId, note, null, null, null, true, keep, origin);
    }
}
