package dev.gatehouse.server.auth;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.RequestFailure;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The few threads that hash passwords, so that a storm of logins leaves the other cores to everything else. A bounded
 * queue stands before them; who finds it full is told so at once.
 */
final class HashingPool implements AutoCloseable {

    /** Some 1.4 s of work at 25 ms a hash. */
    private static final int QUEUED_PER_THREAD = 64;
    /** Outside of a request, as at the start of a node on a busy machine. */
    private static final Duration MOST_WAIT = Duration.ofSeconds(30);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

    private final ThreadPoolExecutor threads;

    HashingPool(int size) {
        threads = new ThreadPoolExecutor(size, size, 0, TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUED_PER_THREAD * size),
                Thread.ofPlatform().daemon().name("hashing-", 0).factory());
    }

    /**
     * Runs {@code work} on one of the threads and waits for it.
     *
     * @throws RequestFailure {@link ErrorCode#BUSY} where the queue is full or the wait too long
     */
    byte[] run(Supplier<byte[]> work) {
        FutureTask<byte[]> task = new FutureTask<>(work::get);
        try {
            threads.execute(task);
            // A tenth of what is left is for the answer.
            return task.get(Deadline.budget(MOST_WAIT).toMillis() * 9 / 10, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | TimeoutException e) {
            throw RequestFailure.later(ErrorCode.BUSY, "Too many people sign in right now. Try again in a moment.",
                    TRY_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestFailure(ErrorCode.BUSY, "The node is stopping.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A password could not be hashed", e.getCause());
        } finally {
            if (task.cancel(false)) {
                threads.remove(task);
            }
        }
    }

    /** Ends it; what is queued is dropped. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
