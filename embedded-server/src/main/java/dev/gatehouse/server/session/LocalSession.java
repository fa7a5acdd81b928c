package dev.gatehouse.server.session;

import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.model.api.NodesExchange.SocketDetail;
import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.http.Encoded;
import dev.gatehouse.server.http.Socket;
import java.time.Duration;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client with a socket on this node, from its admission on. Safe for use by several threads. */
final class LocalSession implements Client {

    /** Separates the id of the token's session from what tells apart several sockets of it. */
    static final String SOCKET_MARK = "~";

    private final WireFormat format;
    private final MessageRates.Lease rates;
    private final Clock clock;
    private final MessageRate rate = new MessageRate();
    private final FrameLog log = new FrameLog();
    private Session session;
    private @Nullable Socket socket;
    private boolean over;
    private long beatNanos = System.nanoTime();
    private long heardNanos = System.nanoTime();
    private long busySinceNanos;
    private volatile @Nullable Thread handler;

    /** A handler at work on a message of this session since a time of {@link System#nanoTime}. */
    record Busy(Thread thread, long sinceNanos) {}

    LocalSession(Session session, WireFormat format, MessageRates.Lease rates, Clock clock) {
        this.session = session;
        this.format = format;
        this.rates = rates;
        this.clock = clock;
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

    /** How long its client has sent no heartbeat, by a clock that is never set. */
    synchronized Duration silence() {
        return Duration.ofNanos(System.nanoTime() - beatNanos);
    }

    synchronized boolean opened() {
        return socket != null;
    }

    /** Takes the socket; false where the session is over already. */
    synchronized boolean open(Socket opened) {
        socket = opened;
        return !over;
    }

    /** What this session's user and address share with their other sockets. */
    MessageRates.Lease rates() {
        return rates;
    }

    /** Takes note that the client said something. */
    synchronized void heard(long nowMillis) {
        heardNanos = System.nanoTime();
        rate.count(nowMillis);
    }

    /** Whether the client said something within the last so long. */
    synchronized boolean heardWithin(Duration span) {
        return System.nanoTime() - heardNanos <= span.toNanos();
    }

    /** Takes note of a frame that came in. */
    synchronized void logged(String type, int bytes) {
        log.add(clock.millis(), true, type, bytes);
    }

    /** A handler begins with a message; {@link #idle} must follow. */
    void busy() {
        busySinceNanos = System.nanoTime();
        handler = Thread.currentThread();
    }

    /** The handler is done; returns how long it took, in nanoseconds. */
    long idle() {
        handler = null;
        return System.nanoTime() - busySinceNanos;
    }

    /** The handler that is at work now, if one is. */
    @Nullable
    Busy handler() {
        Thread thread = handler;
        return thread == null ? null : new Busy(thread, busySinceNanos);
    }

    /** What the socket does; absent before it is open. */
    synchronized @Nullable SocketDetail detail(long nowMillis) {
        if (socket == null) {
            return null;
        }
        Socket.Figures figures = socket.figures();
        return new SocketDetail(session.sid(), session.node(), format.subprotocol(), figures.queuedBytes(),
                figures.messagesIn(), figures.messagesOut(), figures.bytesIn(), figures.bytesOut(),
                rate.current(nowMillis), log.newestFirst());
    }

    synchronized Session seenAt(Instant now) {
        beatNanos = System.nanoTime();
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
        Encoded encoded = frame.in(format);
        Socket to;
        synchronized (this) {
            to = socket;
            if (to == null) {
                return;
            }
            log.add(clock.millis(), false, FrameLog.type(frame.frame()), encoded.size());
        }
        to.send(encoded);
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
