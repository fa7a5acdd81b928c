package dev.gatehouse.server.session;

import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.schedule.Batches;
import dev.gatehouse.server.schedule.Ticker;
import dev.gatehouse.server.session.EndedSessionStore.Span;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every session that ends, on whatever node, be remembered on this one for seven days, and knows from when on it has
 * heard of all of them.
 */
public final class EndedSessionKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EndedSessionKeeper.class);
    private static final Duration WRITE_EVERY = Duration.ofMillis(200);
    private static final Duration PRUNE_EVERY = Duration.ofHours(1);
    private static final Duration NOTE_EVERY = Duration.ofSeconds(10);
    private static final Duration KEPT = Duration.ofDays(7);
    /** A bus that is whole is never silent for that long. */
    private static final Duration DEAF = Duration.ofSeconds(5);
    private static final int MOST_AT_ONCE = 5000;

    private static final String HEARD_ALL = "session.ended.heard";
    private static final long FAREWELL_MILLIS = 500;

    private final EndedSessionStore store;
    private final Bus bus;
    private final Clock clock;
    private final CountDownLatch heardAll = new CountDownLatch(1);
    private final String mark = UUID.randomUUID().toString();
    private final BlockingQueue<Session> begun = new LinkedBlockingQueue<>();
    private final BlockingQueue<EndedSession> queue = new LinkedBlockingQueue<>();
    private final BlockingQueue<EndedSession> wrong = new LinkedBlockingQueue<>();
    private final @Nullable Span before;
    private final Ticker writer;
    private Instant prunedAt = Instant.EPOCH;
    private Instant notedAt = Instant.EPOCH;
    private volatile @Nullable Instant hearingSince;

    /** Begins to listen and to write. */
    public EndedSessionKeeper(EndedSessionStore store, Bus bus, Clock clock) {
        this.store = store;
        this.bus = bus;
        this.clock = clock;
        before = store.spanOf(clock.instant());
        bus.on(PresenceSync.DELTA, message -> {
            PresenceSync.Delta delta = PresenceSync.delta(message);
            if (delta != null) {
                queue.addAll(delta.gone());
            }
        });
        bus.on(HEARD_ALL, message -> {
            if (message.body().asText().equals(mark)) {
                heardAll.countDown();
            }
        });
        writer = new Ticker("ended-sessions", WRITE_EVERY, this::write);
    }

    /** Notes that a session is online, whichever node holds it. */
    void began(Session session) {
        begun.add(session);
    }

    /** Remembers sessions that are over although nobody said so. */
    void remember(Collection<EndedSession> over) {
        queue.addAll(over);
    }

    /** Forgets that these sessions are over: they are not. */
    void takeBack(Collection<EndedSession> notOver) {
        wrong.addAll(notOver);
        notOver.forEach(over -> begun.add(over.session()));
    }

    /**
     * Ends those that were online when this node was last there and are not now; of their end nothing is known but that
     * they were online when it stopped to listen.
     *
     * @param accounted whether a session is online, or its end is known and will be written
     */
    void endMissed(Predicate<Session> accounted) {
        settle();
        List<EndedSession> missed = new ArrayList<>();
        for (Session session : store.begun()) {
            if (!accounted.test(session)) {
                Instant end = before == null ? session.lastSeenAt() : before.until();
                missed.add(new EndedSession(session, end.isBefore(session.connectedAt()) ? session.connectedAt() : end,
                        PresenceRepair.LOST, "it ended while this node was away", PresenceRepair.SYSTEM));
            }
        }
        queue.addAll(missed);
    }

    /** From when on, up to {@code moment} or to now, this node has heard of every session without a gap. */
    Instant since(Instant moment) {
        Instant current = hearingSince;
        if (current != null && !moment.isBefore(current)) {
            return current;
        }
        Span span = store.spanOf(moment);
        boolean held = span != null && !moment.isBefore(span.from()) && !moment.isAfter(span.until());
        return span != null && held ? span.from() : current == null ? clock.instant() : current;
    }

    /** Writes what was heard up to now, so that it can be read. */
    synchronized void settle() {
        Batches.drain(begun, MOST_AT_ONCE, store::begin);
        Batches.drain(queue, MOST_AT_ONCE, store::add);
        Batches.drain(wrong, MOST_AT_ONCE, store::remove);
    }

    /** Hears what was said up to now, writes what is still to write, and ends. */
    @Override
    public void close() {
        bus.publish(HEARD_ALL, mark);
        try {
            if (!heardAll.await(FAREWELL_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("Some sessions that ended in the last moment may not be remembered.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
        notedAt = Instant.EPOCH;
        write();
    }

    private void write() {
        settle();
        Instant now = clock.instant();
        listen(now);
        if (prunedAt.plus(PRUNE_EVERY).isBefore(now)) {
            prunedAt = now;
            store.forgetBefore(now.minus(KEPT));
        }
    }

    /** A gap begins when the bus is cut and ends when it is whole again. */
    private void listen(Instant now) {
        Instant since = hearingSince;
        Duration silence = bus.silence();
        if (silence.compareTo(DEAF) > 0) {
            if (since != null) {
                Instant last = now.minus(silence);
                store.heard(new Span(since, last.isBefore(since) ? since : last));
                hearingSince = null;
            }
        } else if (since == null) {
            hearingSince = now;
        } else if (notedAt.plus(NOTE_EVERY).isBefore(now)) {
            notedAt = now;
            store.heard(new Span(since, now));
        }
    }
}
