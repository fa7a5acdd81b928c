package dev.gatehouse.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Runs an operation by virtual threads: as often as it goes, or at a pace that does not wait for the slow ones. */
final class OpenLoop {

    private OpenLoop() {}

    /** What came of it. */
    record Result(double perSecond, double p50Millis, double p99Millis) {

        String line() {
            return String.format(Locale.ROOT, "%.4f %.6f %.6f", perSecond, p50Millis, p99Millis);
        }
    }

    /** Some callers, each of which begins again when it is done. */
    static Result full(int callers, Duration time, Runnable operation) {
        ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
        long began = System.nanoTime();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < callers; caller++) {
                workers.execute(() -> {
                    while (System.nanoTime() - began < time.toNanos()) {
                        long from = System.nanoTime();
                        operation.run();
                        latencies.add(System.nanoTime() - from);
                    }
                });
            }
        }
        return result(latencies, System.nanoTime() - began);
    }

    /** One after another at a steady pace; what begins late because of the others counts from when it was due. */
    static Result paced(int perSecond, Duration time, Runnable operation) {
        ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
        long began = System.nanoTime();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            long count = perSecond * time.toSeconds();
            for (long i = 0; i < count; i++) {
                long due = began + i * 1_000_000_000L / perSecond;
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                workers.execute(() -> {
                    operation.run();
                    latencies.add(System.nanoTime() - due);
                });
            }
        }
        return result(latencies, System.nanoTime() - began);
    }

    private static Result result(ConcurrentLinkedQueue<Long> latencies, long nanos) {
        long[] sorted = latencies.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new Result(sorted.length * 1e9 / nanos, Figures.percentile(sorted, 0.5) / 1e6,
                Figures.percentile(sorted, 0.99) / 1e6);
    }
}
