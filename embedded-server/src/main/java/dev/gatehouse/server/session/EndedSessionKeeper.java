package dev.gatehouse.server.session;

import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.schedule.Ticker;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has every session that ends, on whatever node, be remembered on this one for seven days. */
public final class EndedSessionKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EndedSessionKeeper.class);
    private static final Duration WRITE_EVERY = Duration.ofMillis(200);
    private static final Duration PRUNE_EVERY = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofDays(7);
    private static final int MOST_AT_ONCE = 5000;

    private static final String HEARD_ALL = "session.ended.heard";
    private static final long FAREWELL_MILLIS = 500;

    private final EndedSessionStore store;
    private final Bus bus;
    private final Clock clock;
    private final CountDownLatch heardAll = new CountDownLatch(1);
    private final String mark = UUID.randomUUID().toString();
    private final BlockingQueue<EndedSession> queue = new LinkedBlockingQueue<>();
    private final BlockingQueue<EndedSession> wrong = new LinkedBlockingQueue<>();
    private final Ticker writer;
    private Instant prunedAt = Instant.EPOCH;

    /** Begins to listen and to write. */
    public EndedSessionKeeper(EndedSessionStore store, Bus bus, Clock clock) {
        this.store = store;
        this.bus = bus;
        this.clock = clock;
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

    /** Remembers sessions that are over although nobody said so. */
    void remember(Collection<EndedSession> over) {
        queue.addAll(over);
    }

    /** Forgets that these sessions are over: they are not. */
    void takeBack(Collection<EndedSession> notOver) {
        wrong.addAll(notOver);
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
        write();
    }

    private void write() {
        List<EndedSession> batch = new ArrayList<>();
        while (queue.drainTo(batch, MOST_AT_ONCE) > 0) {
            store.add(batch);
            batch.clear();
        }
        if (wrong.drainTo(batch) > 0) {
            store.remove(batch);
        }
        Instant now = clock.instant();
        if (prunedAt.plus(PRUNE_EVERY).isBefore(now)) {
            prunedAt = now;
            store.forgetBefore(now.minus(KEPT));
        }
    }
}
