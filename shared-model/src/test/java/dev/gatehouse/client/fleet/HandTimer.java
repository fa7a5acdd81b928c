package dev.gatehouse.client.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes when a test says so; what is due is done on the test's thread. */
final class HandTimer implements Timer {

    private final List<Due> due = new ArrayList<>();
    private long now = 5_000_000_000L;

    private record Due(long at, Runnable action) {}

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Appointment after(Duration delay, Runnable action) {
        Due made = new Due(now + delay.toNanos(), action);
        due.add(made);
        return () -> due.remove(made);
    }

    /** Lets time pass, and has done what falls into it, in order. */
    void pass(Duration time) {
        long end = now + time.toNanos();
        while (true) {
            Due first = due.stream().filter(one -> one.at() <= end).min(Comparator.comparingLong(Due::at)).orElse(null);
            if (first == null) {
                now = end;
                return;
            }
            due.remove(first);
            now = Math.max(now, first.at());
            first.action().run();
        }
    }

    /** How long until the next appointment. */
    Duration untilNext() {
        return Duration.ofNanos(due.stream().mapToLong(Due::at).min().orElseThrow() - now);
    }
}
