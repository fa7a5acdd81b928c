package dev.gatehouse.server.message;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that waits for the store, away from the threads that read sockets: in order within a lane, and on the store not more
 * than eight at a time.
 */
final class Lanes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
    private static final int MOST_AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("messages-", 0).factory());
    private final Semaphore turns = new Semaphore(MOST_AT_ONCE, true);

    /** A lane; its work runs in the order in which it was given. */
    final class Lane {

        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private boolean running;

        /** Has work done after all that was given before; returns at once. */
        void run(Runnable work) {
            synchronized (waiting) {
                waiting.add(work);
                if (running) {
                    return;
                }
                running = true;
            }
            apart(this::drain);
        }

        private void drain() {
            Runnable next = next();
            while (next != null) {
                guarded(next);
                next = next();
            }
        }

        private @Nullable Runnable next() {
            synchronized (waiting) {
                Runnable next = waiting.poll();
                running = next != null;
                return next;
            }
        }
    }

    Lane lane() {
        return new Lane();
    }

    /** Has work done without regard to order; returns at once. */
    void apart(Runnable work) {
        try {
            threads.execute(() -> guarded(work));
        } catch (RejectedExecutionException e) {
            LOG.debug("The node stops; what came last is not done any more.", e);
        }
    }

    /** Asks the store when it is this work's turn. */
    <T> T turn(Supplier<T> asking) {
        turns.acquireUninterruptibly();
        try {
            return asking.get();
        } finally {
            turns.release();
        }
    }

    /** Does what is under way, for at most a second, and ends. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("A message could not be handled.", e);
        }
    }
}
