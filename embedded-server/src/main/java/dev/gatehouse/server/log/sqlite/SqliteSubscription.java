package dev.gatehouse.server.log.sqlite;

import dev.gatehouse.server.log.Backoff;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.schedule.Threads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one topic on a thread of its own until closed. */
final class SqliteSubscription implements EventLog.Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteSubscription.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final SqliteEventLog log;
    private final EventLog.Reader reader;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private long next;

    /**
     * Starts reading.
     *
     * @param from the first offset wanted; negative for the first there is
     */
    SqliteSubscription(SqliteEventLog log, long from, EventLog.Reader reader) {
        this.log = log;
        this.next = from;
        this.reader = reader;
        this.thread = Thread.ofPlatform().daemon().name("read-" + log.topic()).start(this::run);
    }

    @Override
    public void close() {
        stop.countDown();
        log.wake();
        Threads.join(thread);
    }

    private void run() {
        Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), stop);
        while (stop.getCount() > 0) {
            try {
                long seen = log.groups();
                if (!deliver()) {
                    log.awaitGroupAfter(seen, LOOK_AGAIN);
                }
                backoff.reset();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                LOG.warn("Records of {} from {} on could not be read; they come again.", log.topic(), next, e);
                if (!backoff.pause()) {
                    return;
                }
            }
        }
    }

    /** Hands the next records over; false where there are none. */
    private boolean deliver() {
        List<EventLog.Entry> entries = log.readFrom(Math.max(0, next));
        if (entries.isEmpty() || stop.getCount() == 0) {
            return false;
        }
        long first = entries.getFirst().position().offset();
        if (next >= 0 && first > next) {
            reader.gap(0, next, first);
            next = first;
        }
        reader.read(entries);
        next = entries.getLast().position().offset() + 1;
        return true;
    }
}
