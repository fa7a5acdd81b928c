package dev.gatehouse.server.session;

import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.http.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client with a socket on this node, from its admission on. Safe for use by several threads. */
final class LocalSession implements Client {

    /** Separates the id of the token's session from what tells apart several sockets of it. */
    static final String SOCKET_MARK = "~";

    private final WireFormat format;
    private final MessageRate rate = new MessageRate();
    private Session session;
    private @Nullable Socket socket;
    private boolean over;
    private long heardNanos = System.nanoTime();

    LocalSession(Session session, WireFormat format) {
        this.session = session;
        this.format = format;
    }

    /** The session that the token of a socket's client belongs to. */
    static String tokenSession(String sid) {
        int mark = sid.indexOf(SOCKET_MARK);
        return mark < 0 ? sid : sid.substring(0, mark);
    }

    @Override
    public synchronized Session session() {
        return session;
    }

    WireFormat format() {
        return format;
    }

    /** How long its client has said nothing, by a clock that is never set. */
    synchronized Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heardNanos);
    }

    synchronized boolean opened() {
        return socket != null;
    }

    /** Takes the socket; false where the session is over already. */
    synchronized boolean open(Socket opened) {
        socket = opened;
        return !over;
    }

    /** Counts a message; returns how many there were within ten seconds. */
    synchronized int count(Instant now) {
        return rate.count(now.toEpochMilli());
    }

    synchronized Session seenAt(Instant now) {
        heardNanos = System.nanoTime();
        session = session.seenAt(now);
        return session;
    }

    /** Enters or leaves a room; absent where nothing changes by it. */
    synchronized @Nullable Session inRoom(String room, boolean in) {
        List<String> rooms = new ArrayList<>(session.rooms());
        boolean changes = in ? !rooms.contains(room) && rooms.add(room) : rooms.remove(room);
        if (!changes) {
            return null;
        }
        session = new Session(session.sid(), session.user(), session.username(), session.node(), session.ip(),
                session.kind(), session.agent(), session.loginAt(), session.connectedAt(), session.lastSeenAt(), rooms,
                false);
        return session;
    }

    /** Ends the session once; false where it was over before. */
    synchronized boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }

    synchronized boolean over() {
        return over;
    }

    @Override
    public void send(SharedFrame frame) {
        Socket to;
        synchronized (this) {
            to = socket;
        }
        if (to != null) {
            to.send(frame.in(format));
        }
    }

    @Override
    public long queuedBytes() {
        Socket to;
        synchronized (this) {
            to = socket;
        }
        return to == null ? 0 : to.queuedBytes();
    }

    /** Says why, and closes. */
    void close(CloseCode code, String reason, String by) {
        close(code, reason, by, null);
    }

    /** Says why and where to go, and closes. */
    void close(CloseCode code, String reason, String by, @Nullable NodeInfo next) {
        send(new ServerFrame.Bye(code.number(), reason, by, next == null ? null : next.id(),
                next == null ? null : next.url()));
        Socket to;
        synchronized (this) {
            to = socket;
        }
        if (to != null) {
            to.close(code.number(), reason);
        }
    }
}
