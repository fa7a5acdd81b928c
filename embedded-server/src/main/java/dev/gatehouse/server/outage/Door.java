package dev.gatehouse.server.outage;

import dev.gatehouse.model.health.Rehearsal;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The way to a dependency. While it is shut the dependency is treated as away: its adapter asks nothing of it and lets
 * nothing in. It opens by itself when its time is over. Safe for use by several threads.
 */
public final class Door {

    private final String dependency;
    private final Clock clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Rehearsal rehearsal;

    /** @param dependency such as {@code redis} */
    public Door(String dependency, Clock clock) {
        this.dependency = dependency;
        this.clock = clock;
    }

    /** The dependency's name. */
    public String dependency() {
        return dependency;
    }

    /** Calls {@code action} each time that it is shut. */
    public void onShut(Runnable action) {
        listeners.add(action);
    }

    /** Why nobody passes; absent where it is open. */
    public @Nullable String sentence() {
        Rehearsal now = rehearsal();
        return now == null
                ? null
                : "Treated as away until " + now.until() + ", for a rehearsal that " + now.by() + " began.";
    }

    /** The rehearsal that keeps it shut. */
    @Nullable
    Rehearsal rehearsal() {
        Rehearsal now = rehearsal;
        return now != null && now.until().isAfter(clock.instant()) ? now : null;
    }

    /** Whether its time is over and nobody has opened it. */
    boolean isDue() {
        return rehearsal != null && rehearsal() == null;
    }

    void shut(Rehearsal wanted) {
        rehearsal = wanted;
        listeners.forEach(Runnable::run);
    }

    @Nullable
    Rehearsal open() {
        Rehearsal last = rehearsal;
        rehearsal = null;
        return last;
    }
}
