package dev.gatehouse.server.session;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.http.Socket;
import dev.gatehouse.server.http.SocketRoute.Upgrade;
import dev.gatehouse.server.schedule.Ticker;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The clients whose sockets this node holds: admission, heartbeats, rooms, and the end. */
public final class SessionService implements AutoCloseable {

    private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);
    /** How long an upgrade may take. */
    private static final Duration ADMISSION = Duration.ofSeconds(10);
    private static final int MOST_ROOMS = 100;
    private static final int LONGEST_ROOM = 100;
    /** Who acts where nobody in particular does. */
    static final String SYSTEM = "system";

    /** What the name of a room must be. */
    public static final String ROOM_RULE = "A room's name has 1 to " + LONGEST_ROOM + " characters.";

    private final String node;
    private final SessionLimits limits;
    private final PresenceIndex index;
    private final PresenceSync sync;
    private final Clock clock;
    private final Map<String, LocalSession> sessions = new ConcurrentHashMap<>();
    /** Those of them that are admitted and whose upgrade is not done. */
    private final Set<LocalSession> upgrading = ConcurrentHashMap.newKeySet();
    private final MessageRates rates = new MessageRates();
    private final SharedFrame pong = new SharedFrame(new ServerFrame.Pong());
    private final SocketMeter meter = new SocketMeter();
    private final LongAdder heartbeats = new LongAdder();
    private final SecureRandom random = new SecureRandom();
    private volatile Consumer<Session> replacer = _ -> {};
    private volatile @Nullable ClientMessages messages;
    private volatile Runnable admission = () -> {};
    private volatile Function<Session, @Nullable NodeInfo> elsewhere = _ -> null;
    private volatile Consumer<Session> heartbeatListener = _ -> {};
    private volatile Consumer<EndedSession> endListener = _ -> {};
    private final Ticker sweeper = Ticker.unstarted("session-sweep", SWEEP_EVERY, this::sweep);
    private boolean closed;

    public SessionService(String node, SessionLimits limits, PresenceIndex index, PresenceSync sync, Clock clock) {
        this.node = node;
        this.limits = limits;
        this.index = index;
        this.sync = sync;
        this.clock = clock;
    }

    /** Begins to look for clients that are silent. */
    public void start() {
        sweeper.start();
    }

    /** Has {@code action} end the older sockets of the user whose new session it is told. */
    public void onReplacing(Consumer<Session> action) {
        replacer = action;
    }

    /** Has {@code listener} told of every heartbeat; it must not wait. */
    public void onHeartbeat(Consumer<Session> listener) {
        heartbeatListener = listener;
    }

    /** Has {@code listener} told of every socket of this node that ends; it must not wait. */
    public void onEnded(Consumer<EndedSession> listener) {
        endListener = listener;
    }

    /** Has every newcomer refused with what {@code check} throws; before the first client comes. */
    public void onAdmission(Runnable check) {
        admission = check;
    }

    /** Has clients whom this node sends to another one told to which; {@code places} knows it, or none. */
    public void onFarewell(Function<Session, @Nullable NodeInfo> places) {
        elsewhere = places;
    }

    /** Has {@code room} told of what clients say to each other; before the first client comes. */
    public void onMessages(ClientMessages room) {
        messages = room;
    }

    /** Where clients' messages go; absent before {@link #onMessages}. */
    @Nullable
    ClientMessages messages() {
        return messages;
    }

    /** What went through the sockets of clients. */
    public SocketMeter meter() {
        return meter;
    }

    /** All clients whose sockets this node holds. */
    Collection<LocalSession> locals() {
        return sessions.values();
    }

    /** One of them. */
    @Nullable
    LocalSession local(String sid) {
        return sessions.get(sid);
    }

    /** The sessions of tokens that hold sockets of this node. */
    public Set<String> tokenSessions() {
        return sessions.keySet().stream().map(LocalSession::tokenSession).collect(Collectors.toSet());
    }

    /** How many sockets this node holds. */
    public long count() {
        return sessions.size();
    }

    /** How many heartbeats clients have sent since the start. */
    public long heartbeats() {
        return heartbeats.sum();
    }

    /**
     * Ends sockets of this node.
     *
     * @param by an operator's name or {@code system}
     * @return how many were met
     */
    public int end(Predicate<Session> wanted, CloseCode code, String reason, String by) {
        int met = 0;
        for (LocalSession local : sessions.values()) {
            if (wanted.test(local.session()) && sendAway(local, code, reason, by)) {
                met++;
            }
        }
        return met;
    }

    /**
     * Ends some sockets of this node, whichever come first.
     *
     * @return how many were ended, {@code most} where there were as many
     */
    int endSome(int most, CloseCode code, String reason, String by) {
        int met = 0;
        for (LocalSession local : sessions.values()) {
            if (met >= most) {
                break;
            }
            if (local.opened() && sendAway(local, code, reason, by)) {
                met++;
            }
        }
        return met;
    }

    private boolean sendAway(LocalSession local, CloseCode code, String reason, String by) {
        boolean first = end(local, code.number(), reason, by);
        if (first) {
            boolean moves = code == CloseCode.DRAINING || code == CloseCode.GOING_AWAY;
            NodeInfo next = moves ? elsewhere.apply(local.session()) : null;
            local.close(code, reason, by, next);
        }
        return first;
    }

    /** Says goodbye to every client, takes none in any more, and has the other nodes know. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        sweeper.close();
        end(_ -> true, CloseCode.GOING_AWAY, CloseCode.GOING_AWAY.phrase(), SYSTEM);
    }

    /** Takes a client in, or refuses it with {@code too-many-sessions} or {@code draining}. */
    synchronized LocalSession admit(Upgrade upgrade) {
        admission.run();
        if (closed) {
            throw new RequestFailure(ErrorCode.DRAINING, "This node is stopping; connect to another one.");
        }
        if (sessions.size() >= limits.maxPerNode()) {
            throw RequestFailure.later(ErrorCode.TOO_MANY_SESSIONS,
                    "This node holds as many clients as it may (" + limits.maxPerNode() + "); connect to another one.",
                    limits.heartbeat());
        }
        Principal principal = upgrade.principal();
        checkOthers(principal.userId());
        String sid = freeSid(principal.sessionId());
        Instant now = sync.begins(sid, clock.instant());
        LocalSession local = new LocalSession(new Session(sid, principal.userId(), principal.username(), node,
                upgrade.ip(), principal.kind(), upgrade.agent(), principal.loginAt(), now, now, List.of(), false),
                WireFormat.of(upgrade.subprotocol()), rates.lease(principal.userId(), upgrade.ip()), clock);
        sessions.put(sid, local);
        upgrading.add(local);
        return local;
    }

    private void checkOthers(String userId) {
        switch (limits.elsewhere()) {
            case REPLACE -> {
                // However many there are, they go when this one is online.
            }
            case ALLOW -> {
                if (countOf(userId) >= limits.maxPerUser()) {
                    throw RequestFailure.later(ErrorCode.TOO_MANY_SESSIONS, "You are connected " + limits.maxPerUser()
                            + " times already, which is the most; close another client first.", limits.heartbeat());
                }
            }
            case REFUSE -> {
                if (countOf(userId) > 0) {
                    throw RequestFailure.later(ErrorCode.TOO_MANY_SESSIONS,
                            "You are connected elsewhere already; close that client first.", limits.heartbeat());
                }
            }
        }
    }

    /** The upgrade is done: from here on the client is online. */
    void opened(LocalSession local, Socket socket) {
        if (!local.open(socket)) {
            local.close(CloseCode.SESSION_OVER, CloseCode.SESSION_OVER.phrase(), SYSTEM);
            return;
        }
        sync.changed(local.seenAt(clock.instant()));
        upgrading.remove(local);
        String sid = local.session().sid();
        local.send(new ServerFrame.Welcome(sid, node, limits.heartbeat().toSeconds(), sid));
        if (limits.elsewhere() == Elsewhere.REPLACE) {
            replacer.accept(local.session());
        }
        ClientMessages room = messages;
        if (room != null) {
            room.opened(local);
            if (local.over()) {
                room.closed(local);
            }
        }
    }

    /** Counts a message of a client; false where it sends too many and was sent away. */
    boolean mayGoOn(LocalSession local) {
        long now = clock.millis();
        local.heard(now);
        String tooFast = local.rates().count(now, limits);
        if (tooFast != null) {
            dismiss(local, CloseCode.TOO_FAST, tooFast);
        }
        return tooFast == null;
    }

    void heartbeat(LocalSession local) {
        heartbeats.increment();
        Session seen = local.seenAt(clock.instant());
        sync.seen(seen);
        heartbeatListener.accept(seen);
        local.send(pong);
    }

    void join(LocalSession local, String room) {
        if (!isRoom(room)) {
            refuse(local, ROOM_RULE);
        } else if (local.session().rooms().size() >= MOST_ROOMS) {
            refuse(local, "A client can be in " + MOST_ROOMS + " rooms at most; leave one first.");
        } else {
            Session in = local.inRoom(room, true);
            moved(in);
            ClientMessages told = messages;
            if (in != null && told != null) {
                told.joined(local, room);
            }
        }
    }

    /** Has a client of this node be in a room no more. */
    public void exit(Client client, String room) {
        if (client instanceof LocalSession local) {
            leave(local, room);
        }
    }

    /** Whether a room can have this name. */
    public static boolean isRoom(String name) {
        return !name.isBlank() && name.length() <= LONGEST_ROOM && name.chars().noneMatch(Character::isISOControl);
    }

    /** Has a client of this node be in a room, as if it had asked for it; false where it may not, or is gone. */
    public boolean enter(Client client, String room) {
        if (client instanceof LocalSession local) {
            join(local, room);
            return local.session().rooms().contains(room);
        }
        return false;
    }

    void leave(LocalSession local, String room) {
        Session out = local.inRoom(room, false);
        moved(out);
        ClientMessages told = messages;
        if (told != null) {
            told.left(local, room);
        }
    }

    /** Ends one socket from this side. */
    void dismiss(LocalSession local, CloseCode code, String reason) {
        if (end(local, code.number(), reason, SYSTEM)) {
            local.close(code, reason, SYSTEM);
        }
    }

    /** The client closed the socket, or the network did. */
    void closed(LocalSession local, int code, String reason) {
        end(local, code, reason.isEmpty() ? "the client closed the connection" : reason, "client");
    }

    /** The socket was closed from this side without a word from here: its reader is slow, or what came is not readable. */
    void givenUp(LocalSession local, int code, String reason) {
        end(local, code, reason, SYSTEM);
    }

    private boolean end(LocalSession local, int code, String reason, String by) {
        if (!local.end()) {
            return false;
        }
        Session session = local.session();
        sessions.remove(session.sid(), local);
        upgrading.remove(local);
        local.rates().release();
        if (local.opened()) {
            ClientMessages room = messages;
            if (room != null) {
                room.closed(local);
            }
            EndedSession over = new EndedSession(session, clock.instant(), code, reason, by);
            sync.ended(over);
            endListener.accept(over);
        }
        return true;
    }

    private void moved(@Nullable Session session) {
        if (session != null) {
            sync.changed(session);
        }
    }

    private static void refuse(LocalSession local, String detail) {
        local.send(new ServerFrame.Failure(ErrorCode.INVALID.code(), detail, null));
    }

    /** Silence is measured without the clock: one that is set must not end everybody, nor let anybody stay. */
    private void sweep() {
        rates.forget(clock.millis());
        for (LocalSession local : sessions.values()) {
            Duration silence = local.silence();
            if (!local.opened()) {
                if (silence.compareTo(ADMISSION) > 0) {
                    dismiss(local, CloseCode.SESSION_OVER, "the upgrade was never finished");
                }
            } else if (silence.compareTo(limits.lifetime()) > 0) {
                dismiss(local, CloseCode.SESSION_OVER, CloseCode.SESSION_OVER.phrase());
            }
        }
    }

    private long countOf(String userId) {
        long waiting = upgrading.stream().filter(local -> local.session().user().equals(userId)).count();
        return waiting + index.countOfUser(userId);
    }

    private String freeSid(String tokenSession) {
        String sid = tokenSession;
        while (sessions.containsKey(sid) || index.find(sid) != null || sync.mayComeBack(sid)) {
            byte[] bytes = new byte[4];
            random.nextBytes(bytes);
            sid = tokenSession + LocalSession.SOCKET_MARK + HexFormat.of().formatHex(bytes);
        }
        return sid;
    }
}
