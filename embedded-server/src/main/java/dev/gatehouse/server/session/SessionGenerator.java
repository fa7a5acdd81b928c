package dev.gatehouse.server.session;

import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.bus.Questions;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fills presence with sessions that nobody has, as a node would whose clients they are: they come in, send heartbeats,
 * some go while others come, and whom an operator ends is over. The store, the bus and the other nodes see no difference.
 */
public final class SessionGenerator implements AutoCloseable {

    private static final Duration TURN = Duration.ofMillis(100);
    /** Enough for a million within a minute, and few enough that the store keeps pace. */
    private static final int MOST_PER_TURN = 2000;

    private final PresenceIndex index;
    private final PresenceSync sync;
    private final MadeUpSessions sessions;
    private final Scale scale;
    private final Clock clock;
    /** Those between the oldest and the next that an operator has ended. */
    private final AtomicLong dismissed = new AtomicLong();
    private final Ticker ticker = Ticker.unstarted("session-generator", TURN, this::turn);
    private long oldest;
    private long next;
    private long beating;
    private double owedChanges;
    private double owedHeartbeats;
    private long turnNanos = System.nanoTime();

    /**
     * How much of everything.
     *
     * @param sessions  how many are online once all are in
     * @param churn     how many come or go in a second
     * @param heartbeat each session sends one in this time
     */
    public record Scale(int sessions, int churn, Duration heartbeat) {}

    /**
     * A generator that is not started yet.
     *
     * @param sync tells the presence of the node that the sessions seem to be on
     * @param bus  over which orders to end sessions come
     */
    public SessionGenerator(PresenceIndex index, PresenceSync sync, Bus bus, Scale scale, Clock clock) {
        this.index = index;
        this.sync = sync;
        this.sessions = new MadeUpSessions(sync.node(), clock.instant());
        Questions.answer(bus, SessionOrders.KIND, SessionOrders.Order.class, SessionOrders.Done.class,
                this::obey);
        this.scale = scale;
        this.clock = clock;
    }

    /** Begins. */
    public void start() {
        ticker.start();
    }

    /** How many sessions it has online. */
    public synchronized long online() {
        return next - oldest - dismissed.get();
    }

    /** Ends without a word about the sessions: whoever closes this is about to take the node out. */
    @Override
    public void close() {
        ticker.close();
    }

    private synchronized void turn() {
        Instant now = clock.instant();
        long nanos = System.nanoTime();
        double seconds = Math.min(1, (nanos - turnNanos) / 1e9);
        turnNanos = nanos;
        long missing = Math.min(MOST_PER_TURN, scale.sessions - online());
        for (long i = 0; i < missing; i++) {
            sync.changed(sessions.settled(next++, now));
        }
        if (online() >= scale.sessions) {
            churn(now, seconds);
        }
        beat(now, seconds);
    }

    private SessionOrders.Done obey(SessionOrders.Order order) {
        List<Session> met = new ArrayList<>();
        order.tokenSessions().forEach(sid -> met.add(index.find(sid)));
        order.sockets().forEach(sid -> met.add(index.find(sid)));
        if (order.user() != null) {
            met.addAll(index.ofUser(order.user()));
        }
        SessionOrders.Cause cause = order.cause();
        int count = 0;
        for (Session session : met) {
            if (session != null && session.node().equals(sync.node())) {
                sync.ended(new EndedSession(session, clock.instant(), cause.code().number(), cause.reason(),
                        cause.by()));
                dismissed.incrementAndGet();
                count++;
            }
        }
        return new SessionOrders.Done(count);
    }

    /** The oldest go and as many come. */
    private void churn(Instant now, double seconds) {
        owedChanges += scale.churn * seconds / 2;
        for (; owedChanges >= 1; owedChanges--) {
            Session over = index.find(sessions.sid(oldest++));
            if (over == null) {
                dismissed.decrementAndGet();
            } else {
                sync.ended(new EndedSession(over, now, CloseCode.GOING_AWAY.number(),
                        "the client closed the connection", "client"));
            }
            sync.changed(sessions.fresh(next++, now));
        }
    }

    private void beat(Instant now, double seconds) {
        owedHeartbeats += online() * seconds / Math.max(1, scale.heartbeat.toSeconds());
        for (; owedHeartbeats >= 1; owedHeartbeats--) {
            beating = beating < oldest || beating >= next ? oldest : beating;
            Session session = index.find(sessions.sid(beating++));
            if (session != null) {
                sync.seen(session.seenAt(now));
            }
        }
    }
}
