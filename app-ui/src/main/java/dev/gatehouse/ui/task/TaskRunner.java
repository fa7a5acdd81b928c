package dev.gatehouse.ui.task;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** The way back to the one thread that view models live on. */
public interface TaskRunner {

    /** Runs {@code task} on the view models' thread, after what was given before. */
    void run(Runnable task);

    /** Runs {@code task} there once after {@code delay}, unless the handle is closed before. */
    Handle after(Duration delay, Runnable task);

    /** Runs {@code task} there again and again, first after one {@code period}, until the handle is closed. */
    Handle every(Duration period, Runnable task);

    /** Gives the outcome of {@code future} to one of the two, on the view models' thread. */
    default <T> void when(CompletableFuture<T> future, Consumer<? super T> done, Consumer<? super Throwable> failed) {
        var _ = future.whenComplete((value, failure) -> run(() -> {
            if (failure == null) {
                done.accept(value);
            } else {
                failed.accept(unwrap(failure));
            }
        }));
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while (inner instanceof CompletionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** Stops what was planned. */
    interface Handle extends AutoCloseable {

        @Override
        void close();
    }
}
