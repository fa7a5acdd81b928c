package dev.gatehouse.ui.job;

import dev.gatehouse.model.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** How fast a job goes, by what it had done at the moments of its last reports. */
public final class JobPace {

    /** Older reports no longer count. */
    private static final Duration WINDOW = Duration.ofSeconds(15);

    private final Deque<Report> reports = new ArrayDeque<>();

    private record Report(Instant at, long done) {}

    /** Takes in a report; one that is not newer than the last is passed over. */
    public void heard(Job job) {
        Report last = reports.peekLast();
        if (last != null && (!job.updatedAt().isAfter(last.at()) || job.done() < last.done())) {
            return;
        }
        reports.addLast(new Report(job.updatedAt(), job.done()));
        while (reports.size() > 2
                && Duration.between(reports.getFirst().at(), job.updatedAt()).compareTo(WINDOW) > 0) {
            reports.removeFirst();
        }
    }

    /** Rows per second; 0 while there are not two reports. */
    public double rowsPerSecond() {
        Report first = reports.peekFirst();
        Report last = reports.peekLast();
        if (first == null || last == null) {
            return 0;
        }
        double seconds = Duration.between(first.at(), last.at()).toMillis() / 1_000.0;
        return seconds <= 0 ? 0 : (last.done() - first.done()) / seconds;
    }

    /** Whole seconds until {@code job} has come to its end at this pace, rounded up; {@code null} where nobody can tell. */
    public @Nullable Long secondsLeft(Job job) {
        double pace = rowsPerSecond();
        Long total = job.total();
        return total == null || pace <= 0 ? null : (long) Math.ceil(Math.max(0, total - job.done()) / pace);
    }

    /** How much of {@code job} is done, 0 to 1; -1 while nobody can tell. */
    public static double part(Job job) {
        Long total = job.total();
        if (job.state().isOver()) {
            return 1;
        }
        return total == null ? -1 : total == 0 ? 1 : Math.min(1, (double) job.done() / total);
    }
}
