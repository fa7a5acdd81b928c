package dev.gatehouse.client.fleet;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The time of this machine; one thread for however many appointments. */
final class SystemTimer implements Timer, AutoCloseable {

    private final ScheduledThreadPoolExecutor thread;

    SystemTimer() {
        thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("fleet-client-timer").factory());
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Appointment after(Duration delay, Runnable action) {
        if (thread.isShutdown()) {
            return () -> {};
        }
        ScheduledFuture<?> made = thread.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> made.cancel(false);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
