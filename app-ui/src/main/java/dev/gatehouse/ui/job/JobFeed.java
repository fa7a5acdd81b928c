package dev.gatehouse.ui.job;

import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.job.Job;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.client.WindowQuery;
import dev.gatehouse.ui.task.LiveList;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.TaskRunner;
import java.util.List;
import java.util.function.Consumer;

/** The node's jobs as they go on, by the live feed. */
final class JobFeed {

    private static final int MOST = 100;

    private final LiveList<Job> jobs;

    /** @param listener gets all jobs, newest first */
    JobFeed(LiveClient live, TaskRunner tasks, Consumer<List<Job>> listener) {
        jobs = new LiveList<>(live, tasks, LiveExchange.View.JOBS, Job.class, WindowQuery.first(MOST));
        jobs.dataAtProperty().addListener((observed, before, now) -> listener.accept(List.copyOf(jobs.rows())));
    }

    Load load() {
        return jobs.load();
    }

    void open() {
        jobs.open();
    }

    void close() {
        jobs.close();
    }

    /** Opens the window anew. */
    void ask() {
        jobs.reopen();
    }
}
