package dev.gatehouse.server.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.ServerFrame;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is kept, without what the store adds to it.
 *
 * @param from     the id of the user who sent it
 * @param sender   the session that it came from; absent where an operator sent it
 * @param clientId the sender's own id of it; absent where there is none
 * @param to       the receiver's user id or {@code all}; absent for a room
 * @param room     the room that it is for
 * @param sessions the sessions of the receiver that it is for; absent for all of them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Note(String from, String fromName, @Nullable String sender, @Nullable String clientId,
        @Nullable String to, @Nullable String room, @Nullable List<String> sessions, JsonNode content, Qos qos) {

    public Note {
        sessions = sessions == null ? null : List.copyOf(sessions);
    }

    /** Something said to a room. */
    public static Note toRoom(Author author, String room, JsonNode content, Qos qos) {
        return new Note(author.id, author.name, author.session, author.clientId, null, room, null, content, qos);
    }

    /** Something said to a user, to some of its sessions, or to all. */
    public static Note to(Author author, String to, @Nullable List<String> sessions, JsonNode content, Qos qos) {
        return new Note(author.id, author.name, author.session, author.clientId, to, null, sessions, content, qos);
    }

    /**
     * Who says it.
     *
     * @param id       of the user
     * @param session  absent for an operator
     * @param clientId the sender's own id of the message
     */
    public record Author(String id, String name, @Nullable String session, @Nullable String clientId) {}

    /** This note for another receiver. */
    Note withReceiver(String user, @Nullable List<String> newSessions) {
        return new Note(from, fromName, sender, clientId, user, room, newSessions, content, qos);
    }

    /** Whether it is for the session {@code sid} of its receiver. */
    boolean isFor(String sid) {
        return sessions == null || sessions.contains(sid);
    }

    /** What a client is sent. */
    public ServerFrame.Message frame(String msgId) {
        return new ServerFrame.Message(msgId, from, fromName, to, room, content,
                Instant.ofEpochMilli(MessageId.millis(msgId)), qos);
    }
}
