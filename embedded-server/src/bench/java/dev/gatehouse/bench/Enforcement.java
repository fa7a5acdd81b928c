package dev.gatehouse.bench;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** How long it takes until nodes do as they were told. */
final class Enforcement {

    private static final long LOOK_EVERY_NANOS = 500_000;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private Enforcement() {}

    /**
     * Looks again and again until it is done.
     *
     * @throws BenchFailure after 20 seconds
     */
    static void await(BooleanSupplier done) {
        long beganNanos = System.nanoTime();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - beganNanos > PATIENCE_NANOS) {
                throw new BenchFailure("A node did not come to it in 20 seconds.");
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    /**
     * Median, 99th percentile and longest in milliseconds, and the 99th percentile beside that of the calls themselves.
     *
     * @param nanos in ascending order, as are {@code calls}
     */
    static void row(Table table, String what, long[] nanos, long[] calls) {
        long p99 = Figures.percentile(nanos, 0.99);
        table.row(what, Figures.text(Figures.percentile(nanos, 0.5) / 1e6), Figures.text(p99 / 1e6),
                Figures.text(Arrays.stream(nanos).max().orElse(0) / 1e6),
                Figures.ratio((double) p99 / Figures.percentile(calls, 0.99)));
    }
}
