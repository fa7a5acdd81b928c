package dev.gatehouse.server.session;

import dev.gatehouse.model.api.SessionsExchange.Ghost;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.schedule.Batches;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has what this node finds out about sessions that nobody said goodbye for be remembered for seven days. */
public final class GhostKeeper implements SessionFinds, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GhostKeeper.class);
    private static final Duration WRITE_EVERY = Duration.ofMillis(200);
    private static final Duration PRUNE_EVERY = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofDays(7);
    private static final int MOST_AT_ONCE = 5000;

    private final GhostStore store;
    private final EndedSessionKeeper ended;
    private final PresenceSync sync;
    private final Clock clock;
    private final BlockingQueue<Ghost> queue = new LinkedBlockingQueue<>();
    private final Ticker writer;
    private Instant prunedAt = Instant.EPOCH;
    private boolean missedEnded;

    /** Begins to listen to those who find something out, and to write. */
    public GhostKeeper(GhostStore store, EndedSessionKeeper ended, PresenceSync sync, NodeDeaths deaths, Clock clock) {
        this.store = store;
        this.ended = ended;
        this.sync = sync;
        this.clock = clock;
        writer = new Ticker("ghosts", WRITE_EVERY, this::write);
        sync.onFinds(this);
        deaths.onFinds(this);
    }

    @Override
    public void began(Session session) {
        ended.began(session);
    }

    @Override
    public void ghosts(List<Ghost> found) {
        if (!found.isEmpty()) {
            LOG.info("{} sessions were listed though nobody was behind them; the first is {}: {}", found.size(),
                    found.getFirst().session().sid(), found.getFirst().reason());
            queue.addAll(found);
        }
    }

    @Override
    public void over(List<EndedSession> over) {
        ended.remember(over);
    }

    @Override
    public void back(List<EndedSession> wrong) {
        ended.takeBack(wrong);
    }

    /** Writes what is still to write, and ends. */
    @Override
    public void close() {
        writer.close();
        write();
    }

    private void write() {
        Batches.drain(queue, MOST_AT_ONCE, store::add);
        if (!missedEnded && sync.isSettled()) {
            missedEnded = true;
            ended.endMissed(sync::accountsFor);
        }
        Instant now = clock.instant();
        if (prunedAt.plus(PRUNE_EVERY).isBefore(now)) {
            prunedAt = now;
            store.forgetBefore(now.minus(KEPT));
        }
    }
}
