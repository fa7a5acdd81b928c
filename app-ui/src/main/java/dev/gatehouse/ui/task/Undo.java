package dev.gatehouse.ui.task;

import java.time.Duration;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;

/** A way back from something that was done, open for a few seconds and good for once. */
public final class Undo {

    /** How long it is open. */
    public static final Duration OPEN = Duration.ofSeconds(10);

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Runnable deed;
    private final ReadOnlyLongWrapper secondsLeft = new ReadOnlyLongWrapper(OPEN.toSeconds());
    private final TaskRunner.Handle beat;

    public Undo(TaskRunner tasks, Runnable deed) {
        this.deed = deed;
        this.beat = tasks.every(SECOND, this::tick);
    }

    /** Whole seconds until it shuts; 0 once it has, or was used. */
    public ReadOnlyLongProperty secondsLeftProperty() {
        return secondsLeft.getReadOnlyProperty();
    }

    public boolean isOpen() {
        return secondsLeft.get() > 0;
    }

    /** Goes back, where the way is open still. */
    public void take() {
        if (isOpen()) {
            shut();
            deed.run();
        }
    }

    private void tick() {
        if (secondsLeft.get() <= 1) {
            shut();
        } else {
            secondsLeft.set(secondsLeft.get() - 1);
        }
    }

    private void shut() {
        beat.close();
        secondsLeft.set(0);
    }
}
