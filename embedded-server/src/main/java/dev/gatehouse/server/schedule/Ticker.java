package dev.gatehouse.server.schedule;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an action at once and then again and again on a daemon thread of its own, never twice at a time. An action that
 * throws, an error too, is logged and runs again when its time comes.
 */
public final class Ticker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Runnable action;
    private final long pauseNanos;
    private final Thread thread;
    private final Object monitor = new Object();
    private boolean begun;
    private boolean wanted;
    private boolean closed;

    private Ticker(Thread.Builder threads, Duration pause, Runnable action) {
        this.action = action;
        pauseNanos = pause.toNanos();
        thread = threads.unstarted(this::loop);
    }

    /**
     * Begins.
     *
     * @param name  of the thread
     * @param pause between the end of one run and the beginning of the next
     */
    public Ticker(String name, Duration pause, Runnable action) {
        this(threads(name), pause, action);
        start();
    }

    /** As {@link #Ticker(String, Duration, Runnable)}, but does not begin before {@link #start}. */
    public static Ticker unstarted(String name, Duration pause, Runnable action) {
        return new Ticker(threads(name), pause, action);
    }

    private static Thread.Builder threads(String name) {
        return Thread.ofPlatform().daemon().name(name);
    }

    /** Begins, unless it has begun already or is closed. */
    public void start() {
        synchronized (monitor) {
            if (!begun && !closed) {
                begun = true;
                thread.start();
            }
        }
    }

    /** Has the action run without waiting for its time; returns at once. */
    public void soon() {
        synchronized (monitor) {
            wanted = true;
            monitor.notifyAll();
        }
    }

    /**
     * Ends it, for good; a run that is under way has two seconds to come to its end, then it is interrupted. Whoever holds
     * a lock that the action takes must not close it.
     */
    @Override
    public void close() {
        synchronized (monitor) {
            closed = true;
            monitor.notifyAll();
            if (!begun) {
                return;
            }
        }
        if (Thread.currentThread().equals(thread)) {
            return;
        }
        try {
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        try {
            do {
                run();
            } while (waited());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{} failed and goes on.", thread.getName(), e);
        }
    }

    private boolean waited() throws InterruptedException {
        long until = System.nanoTime() + pauseNanos;
        synchronized (monitor) {
            while (!closed && !wanted) {
                long left = until - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                monitor.wait(left / 1_000_000, (int) (left % 1_000_000));
            }
            wanted = false;
            return !closed;
        }
    }
}
