package dev.gatehouse.ui.job;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.job.Job;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.TaskRunner;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The node's jobs, asked for each second while one runs and now and then otherwise. */
final class JobFeed {

    private static final Duration BEAT = Duration.ofSeconds(1);
    /** Beats between two questions while nothing runs. */
    private static final int IDLE_BEATS = 10;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Consumer<List<Job>> listener;
    private final Load load = new Load();
    private TaskRunner.@Nullable Handle beat;
    private boolean running;
    private boolean asking;
    private int beats;

    /** @param listener gets all jobs, newest first */
    JobFeed(ConsoleClient client, TaskRunner tasks, Consumer<List<Job>> listener) {
        this.client = client;
        this.tasks = tasks;
        this.listener = listener;
    }

    Load load() {
        return load;
    }

    void open() {
        if (beat == null) {
            beat = tasks.every(BEAT, this::beat);
            ask();
        }
    }

    void close() {
        if (beat != null) {
            beat.close();
            beat = null;
        }
    }

    private void beat() {
        beats++;
        if (running || beats >= IDLE_BEATS) {
            ask();
        }
    }

    /** Asks at once. */
    void ask() {
        if (asking) {
            return;
        }
        asking = true;
        beats = 0;
        tasks.when(client.jobs().list(), jobs -> {
            asking = false;
            running = jobs.items().stream().anyMatch(job -> !job.state().isOver());
            load.ready();
            listener.accept(jobs.items());
        }, failure -> {
            asking = false;
            load.failed(failure);
            if (failure instanceof ServerProblem problem && problem.is(ErrorCode.NOT_FOUND)) {
                // A server of an earlier version has no jobs.
                close();
            }
        });
    }
}
