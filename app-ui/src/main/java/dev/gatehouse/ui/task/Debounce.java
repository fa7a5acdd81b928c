package dev.gatehouse.ui.task;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Waits until somebody stops typing. */
public final class Debounce {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final TaskRunner tasks;
    private final Runnable task;
    private TaskRunner.@Nullable Handle planned;

    public Debounce(TaskRunner tasks, Runnable task) {
        this.tasks = tasks;
        this.task = task;
    }

    /** What was typed is of no account any more. */
    public void forget() {
        if (planned != null) {
            planned.close();
            planned = null;
        }
    }

    /** Something was typed. */
    public void typed() {
        forget();
        planned = tasks.after(PAUSE, task);
    }
}
