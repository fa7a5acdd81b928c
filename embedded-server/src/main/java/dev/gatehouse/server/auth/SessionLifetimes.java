package dev.gatehouse.server.auth;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews sessions by activity and ends those whose time is over. Activity is only noted, in memory; once a second, those
 * sessions that it renews are written to the store, where one of several nodes wins. A session that is over is closed
 * by every node that holds its sockets and recorded by one of them. While the store is away nothing is renewed, and
 * sockets stay open; tokens expire all the same.
 */
public final class SessionLifetimes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SessionLifetimes.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /** How near the end activity is looked at without waiting. */
    private static final Duration NEAR = Duration.ofSeconds(2);
    /** How long after its end a session is recorded, so that renewals that were under way are heard of. */
    private static final Duration LATE = Duration.ofSeconds(3);
    /** How long a session without activity and sockets is kept in mind. */
    private static final Duration IDLE = Duration.ofHours(1);
    private static final int MOST_ENDED = 1600;
    private static final int TRIES = 3;

    private final LifetimePolicies policies;
    private final LoginStore store;
    private final Sockets sockets;
    private final Consumer<Login> ended;
    private final Clock clock;
    private final Map<String, Tracked> tracked = new ConcurrentHashMap<>();
    private final Ticker ticker = Ticker.unstarted("session-lifetimes", LOOK_EVERY, this::look);

    /** The sockets of this node. */
    public interface Sockets {

        /** The sessions that hold some. */
        Set<String> sessions();

        /** Closes those of sessions that are over. */
        void end(Set<String> sids);
    }

    /** What this node knows of a session that was active here. */
    private static final class Tracked {

        private final ClientKind kind;
        private volatile Instant endsAt;
        private volatile Instant activeAt;
        private volatile boolean spent;

        Tracked(ClientKind kind, Instant endsAt, Instant activeAt) {
            this.kind = kind;
            this.endsAt = endsAt;
            this.activeAt = activeAt;
        }
    }

    /** @param ended is told of every session whose time is over, once in the fleet */
    public SessionLifetimes(LifetimePolicies policies, LoginStore store, Sockets sockets, Consumer<Login> ended,
            Clock clock) {
        this.policies = policies;
        this.store = store;
        this.sockets = sockets;
        this.ended = ended;
        this.clock = clock;
    }

    /** Begins to renew and to end. */
    public void start() {
        ticker.start();
    }

    @Override
    public void close() {
        ticker.close();
    }

    /** Notes a request. */
    public void active(Principal principal) {
        active(principal.sessionId(), principal.kind(), principal.sessionEndsAt());
    }

    /** Notes a heartbeat of a session's socket. */
    public void heartbeat(String sid, ClientKind kind) {
        active(sid, kind, Instant.EPOCH);
    }

    private void active(String sid, ClientKind kind, Instant endsAt) {
        Instant now = clock.instant();
        Tracked known = tracked.get(sid);
        if (known == null) {
            known = tracked.computeIfAbsent(sid, _ -> new Tracked(kind, endsAt, now));
        }
        known.activeAt = now;
        if (endsAt.isAfter(known.endsAt)) {
            known.endsAt = endsAt;
            known.spent = false;
        }
        if (!known.spent && known.endsAt.isBefore(now.plus(NEAR))) {
            ticker.soon();
        }
    }

    /** The lifetime of a session that begins. */
    Login.Lifetime begin(ClientKind kind, Instant loginAt) {
        return policies.begin(kind, loginAt);
    }

    /** Renews a login by activity at {@code at} if it is due, and returns it as it stands then. */
    Login renewed(Login login, Instant at) {
        Login current = login;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Login.Lifetime next = policies.of(current.kind()).renewed(current.lifetime(), at);
            if (next == null) {
                return current;
            }
            if (store.renew(current, next)) {
                return current.with(next);
            }
            Login found = store.find(current.sid());
            if (found == null) {
                return current;
            }
            current = found;
        }
        return current;
    }

    /** When the session of a caller ends, as far as this node can know now. */
    Instant endOf(Principal principal) {
        try {
            Login login = store.find(principal.sessionId());
            return login == null ? principal.sessionEndsAt() : login.endsAt();
        } catch (LiveStateUnavailableException e) {
            LOG.debug("The end of a session is told as its token has it", e);
            return principal.sessionEndsAt();
        }
    }

    /** Renews what activity renews, and ends what is over. */
    void look() {
        Instant now = clock.instant();
        Set<String> over = new HashSet<>();
        Set<String> idle = new HashSet<>();
        try {
            tracked.forEach((sid, known) -> {
                if (isOver(sid, known, now)) {
                    over.add(sid);
                } else if (known.activeAt.plus(IDLE).isBefore(now)) {
                    idle.add(sid);
                }
            });
            recordEnded(now);
        } catch (LiveStateUnavailableException e) {
            LOG.debug("Nothing is renewed while Redis is away", e);
        }
        if (!idle.isEmpty()) {
            idle.removeAll(sockets.sessions());
        }
        tracked.keySet().removeAll(idle);
        tracked.keySet().removeAll(over);
        if (!over.isEmpty()) {
            sockets.end(over);
        }
    }

    private boolean isOver(String sid, Tracked known, Instant now) {
        Instant activeAt = known.activeAt;
        boolean passed = !known.endsAt.isAfter(now);
        boolean due = !known.spent && policies.of(known.kind).isDue(known.endsAt, activeAt);
        if (!passed && !due) {
            return false;
        }
        Login login = store.find(sid);
        if (login == null) {
            known.spent = true;
            return passed;
        }
        Login current = renewed(login, activeAt);
        known.endsAt = current.endsAt();
        known.spent = policies.of(known.kind).isSpent(current.lifetime());
        return false;
    }

    private void recordEnded(Instant now) {
        for (Login login : store.takeEnded(now.minus(LATE), MOST_ENDED)) {
            ended.accept(login);
            store.remove(login);
        }
    }
}
