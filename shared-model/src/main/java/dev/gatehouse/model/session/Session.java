package dev.gatehouse.model.session;

import dev.gatehouse.model.auth.ClientKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client that is online: a WebSocket held by a node.
 *
 * @param sid         the session's id, as in the client's token and its welcome
 * @param user        the user's id
 * @param node        the node that holds the socket
 * @param agent       what the client calls itself, cut to 200 characters
 * @param loginAt     when the tokens were issued first
 * @param connectedAt when this socket was opened
 * @param lastSeenAt  the last heartbeat
 * @param rooms       the rooms joined
 * @param stale       true where the node has not been heard of for longer than its heartbeat allows
 */
public record Session(
        String sid,
        String user,
        String username,
        String node,
        String ip,
        ClientKind kind,
        @Nullable String agent,
        Instant loginAt,
        Instant connectedAt,
        Instant lastSeenAt,
        List<String> rooms,
        boolean stale) {

    public Session {
        rooms = List.copyOf(rooms);
    }

    /** This session, seen at {@code at}. */
    public Session seenAt(Instant at) {
        return new Session(sid, user, username, node, ip, kind, agent, loginAt, connectedAt, at, rooms, stale);
    }

    /** This session with its staleness told anew. */
    public Session withStale(boolean isStale) {
        return isStale == stale
                ? this
                : new Session(sid, user, username, node, ip, kind, agent, loginAt, connectedAt, lastSeenAt, rooms,
                        isStale);
    }
}
