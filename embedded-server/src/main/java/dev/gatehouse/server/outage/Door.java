package dev.gatehouse.server.outage;

import dev.gatehouse.model.health.Rehearsal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to a dependency. While it is shut the dependency is treated as away: its adapter asks nothing of it and lets
 * nothing in. It opens by itself when its time is over. Safe for use by several threads.
 */
public final class Door {

    private final String dependency;
    private final LongSupplier nanoTime;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Bolt> bolt = new AtomicReference<>();

    /** What keeps it shut; when that is over a step of the wall clock does not change. */
    private record Bolt(Rehearsal rehearsal, long untilNanos) {}

    /** @param dependency such as {@code redis} */
    public Door(String dependency) {
        this(dependency, System::nanoTime);
    }

    /** @param nanoTime the monotonic clock */
    Door(String dependency, LongSupplier nanoTime) {
        this.dependency = dependency;
        this.nanoTime = nanoTime;
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
        Bolt now = bolt.get();
        return now == null || isOver(now) ? null : now.rehearsal;
    }

    private boolean isOver(Bolt now) {
        return nanoTime.getAsLong() - now.untilNanos >= 0;
    }

    /** Shuts it for as long as the rehearsal is to take, from now on; one that is under way gives way to it. */
    void shut(Rehearsal wanted) {
        bolt.set(new Bolt(wanted,
                nanoTime.getAsLong() + Duration.between(wanted.since(), wanted.until()).toNanos()));
        listeners.forEach(Runnable::run);
    }

    /** Opens it, and gives what was rehearsed; absent where nothing was. */
    @Nullable
    Rehearsal open() {
        Bolt last = bolt.getAndSet(null);
        return last == null ? null : last.rehearsal;
    }

    /** Opens it where its time is over and nobody has, and gives what was rehearsed. */
    @Nullable
    Rehearsal openWhenDue() {
        Bolt last = bolt.get();
        return last != null && isOver(last) && bolt.compareAndSet(last, null) ? last.rehearsal : null;
    }
}
