package dev.gatehouse.ui.task;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The present moment as a property, told anew each second, so that ages on the screen grow. */
public final class Ticker implements AutoCloseable {

    private final Clock clock;
    private final ReadOnlyObjectWrapper<Instant> now;
    private final TaskRunner.Handle beat;

    public Ticker(Clock clock, TaskRunner tasks) {
        this.clock = clock;
        this.now = new ReadOnlyObjectWrapper<>(clock.instant());
        this.beat = tasks.every(Duration.ofSeconds(1), this::tick);
    }

    /** The moment of the last beat. */
    public ReadOnlyObjectProperty<Instant> nowProperty() {
        return now.getReadOnlyProperty();
    }

    private void tick() {
        now.set(clock.instant());
    }

    @Override
    public void close() {
        beat.close();
    }
}
