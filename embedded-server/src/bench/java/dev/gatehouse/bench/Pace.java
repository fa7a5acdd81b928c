package dev.gatehouse.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * How often something is done.
 *
 * @param threads   how many do it at the same time
 * @param perSecond how often each of them; 0 for as often as it can
 */
record Pace(int threads, int perSecond) {

    static final Pace LOW = new Pace(1, 50);
    static final Pace FULL = new Pace(8, 0);

    /** A run's end: {@code <operations> <nanoseconds> <p50 in ns> <p99 in ns>}. */
    record Result(long operations, long nanos, long p50Nanos, long p99Nanos) {

        String line() {
            return operations + " " + nanos + " " + p50Nanos + " " + p99Nanos;
        }
    }

    /** Does {@code action} for some time; it is told which thread does it. */
    Result run(Duration time, IntConsumer action) {
        long startedNanos = System.nanoTime();
        List<long[]> parts = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<long[]>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                running.add(workers.submit(() -> timed(startedNanos, time, () -> action.accept(number))));
            }
            for (Future<long[]> one : running) {
                parts.add(one.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("Interrupted.");
        } catch (ExecutionException e) {
            throw new BenchFailure("An operation failed: " + e.getCause());
        }
        long nanos = System.nanoTime() - startedNanos;
        long[] sorted = parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Result(sorted.length, nanos, Figures.percentile(sorted, 0.5), Figures.percentile(sorted, 0.99));
    }

    private long[] timed(long startedNanos, Duration time, Runnable action) {
        long[] latencies = new long[1024];
        int count = 0;
        long due = startedNanos;
        while (System.nanoTime() - startedNanos < time.toNanos()) {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            if (count == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * count);
            }
            long beginNanos = System.nanoTime();
            action.run();
            latencies[count++] = System.nanoTime() - beginNanos;
            due = perSecond == 0 ? beginNanos : due + 1_000_000_000L / perSecond;
        }
        return Arrays.copyOf(latencies, count);
    }
}
