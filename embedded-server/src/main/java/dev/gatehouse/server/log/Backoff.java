package dev.gatehouse.server.log;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pauses between attempts: each twice the one before, up to a limit, all cut short by a stop. For one thread. */
public final class Backoff {

    private final Duration first;
    private final Duration most;
    private final CountDownLatch stop;
    private Duration next;

    public Backoff(Duration first, Duration most, CountDownLatch stop) {
        this.first = first;
        this.most = most;
        this.stop = stop;
        this.next = first;
    }

    /** Waits; false where there is no reason to try again, as the stop has come or the thread was interrupted. */
    public boolean pause() {
        Duration now = next;
        next = now.multipliedBy(2).compareTo(most) > 0 ? most : now.multipliedBy(2);
        try {
            return !stop.await(now.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** An attempt has worked: the next pause is the first again. */
    public void reset() {
        next = first;
    }
}
