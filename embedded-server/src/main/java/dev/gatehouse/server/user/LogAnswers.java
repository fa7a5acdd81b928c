package dev.gatehouse.server.user;

import dev.gatehouse.server.job.RowOutcome;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.LogUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * The outcomes of some lines of a job, in their order; some are known at once, some when the log has answered.
 *
 * @param <R> what is remembered of a line that the log decides
 */
final class LogAnswers<R> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BiFunction<R, Applied, RowOutcome> reading;
    private final List<Line<R>> lines = new ArrayList<>();

    private sealed interface Line<T> {

        record Known<T>(RowOutcome outcome) implements Line<T> {}

        record Asked<T>(T row, CompletableFuture<Applied> answer) implements Line<T> {}
    }

    /** @param reading makes an outcome of what the log decided of a line */
    LogAnswers(BiFunction<R, Applied, RowOutcome> reading) {
        this.reading = reading;
    }

    /** Adds a line whose outcome is known. */
    void add(RowOutcome outcome) {
        lines.add(new Line.Known<>(outcome));
    }

    /** Adds a line that the log was asked about. */
    void add(R row, CompletableFuture<Applied> answer) {
        lines.add(new Line.Asked<>(row, answer));
    }

    int size() {
        return lines.size();
    }

    /**
     * Waits for all answers.
     *
     * @throws LogUnavailableException where one does not come; then all lines are to be asked again under their ids
     */
    List<RowOutcome> await() throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        List<RowOutcome> outcomes = new ArrayList<>(lines.size());
        try {
            for (Line<R> line : lines) {
                outcomes.add(switch (line) {
                    case Line.Known<R>(RowOutcome outcome) -> outcome;
                    case Line.Asked<R>(R row, CompletableFuture<Applied> answer) ->
                        reading.apply(row, answer.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS));
                });
            }
            return outcomes;
        } catch (TimeoutException e) {
            throw new LogUnavailableException("The log does not answer.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LogUnavailableException away) {
                throw away;
            }
            throw new IllegalStateException("A command could not be decided", e);
        } finally {
            abandon();
        }
    }

    /** Waits for no answer any more; those that came are kept by the log all the same. */
    void abandon() {
        for (Line<R> line : lines) {
            if (line instanceof Line.Asked<R> asked) {
                asked.answer().cancel(false);
            }
        }
    }
}
