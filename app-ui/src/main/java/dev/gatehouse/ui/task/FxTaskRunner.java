package dev.gatehouse.ui.task;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;

/** Runs on JavaFX's application thread. */
public final class FxTaskRunner implements TaskRunner {

    private final ScheduledExecutorService timer;

    /** @param timer not closed here */
    public FxTaskRunner(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    @Override
    public void run(Runnable task) {
        if (Platform.isFxApplicationThread()) {
            task.run();
        } else {
            Platform.runLater(task);
        }
    }

    @Override
    public Handle after(Duration delay, Runnable task) {
        return handle(timer.schedule(() -> Platform.runLater(task), delay.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public Handle every(Duration period, Runnable task) {
        long millis = period.toMillis();
        return handle(timer.scheduleAtFixedRate(() -> Platform.runLater(task), millis, millis, TimeUnit.MILLISECONDS));
    }

    private static Handle handle(ScheduledFuture<?> planned) {
        return () -> planned.cancel(false);
    }
}
