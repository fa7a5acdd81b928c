package dev.gatehouse.ui.task;

import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.client.LiveWindow;
import dev.gatehouse.ui.client.WindowQuery;
import dev.gatehouse.ui.client.WindowRows;
import dev.gatehouse.ui.text.Failures;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a live window on the view models' thread. Updates that come faster than that thread takes them are
 * merged into one; while paused, rows stand still and the newest state waits, but for what is asked for meanwhile.
 */
public final class LiveList<T> {

    private final LiveClient live;
    private final TaskRunner tasks;
    private final LiveExchange.View view;
    private final Class<T> rowType;
    private final AtomicReference<@Nullable WindowRows<T>> newest = new AtomicReference<>();
    private final SteadyList<T> rows = new SteadyList<>();
    private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Instant> dataAt = new ReadOnlyObjectWrapper<>();
    private final BooleanProperty paused = new SimpleBooleanProperty();
    private final ReadOnlyLongWrapper age = new ReadOnlyLongWrapper();
    private final Load load = new Load();
    private boolean cached;
    private WindowQuery query;
    private boolean asked;
    private @Nullable LiveWindow<T> window;
    private @Nullable WindowRows<T> held;

    public LiveList(LiveClient live, TaskRunner tasks, LiveExchange.View view, Class<T> rowType, WindowQuery query) {
        this.live = live;
        this.tasks = tasks;
        this.view = view;
        this.rowType = rowType;
        this.query = query;
        paused.addListener((observed, before, now) -> resume());
    }

    public SteadyList<T> rows() {
        return rows;
    }

    /** How many rows there are in all, beyond the window too. */
    public ReadOnlyLongProperty totalProperty() {
        return total.getReadOnlyProperty();
    }

    /** The moment that the rows are true for. */
    public ReadOnlyObjectProperty<@Nullable Instant> dataAtProperty() {
        return dataAt.getReadOnlyProperty();
    }

    /** How old the rows were when they came, in milliseconds; 0 where the server has them as they should be. */
    public ReadOnlyLongProperty ageProperty() {
        return age.getReadOnlyProperty();
    }

    /** Whether the rows came out of the console's own file. */
    public boolean isCached() {
        return cached;
    }

    public BooleanProperty pausedProperty() {
        return paused;
    }

    public Load load() {
        return load;
    }

    /** What the window looks at now. */
    public WindowQuery query() {
        return query;
    }

    /** Opens the window where it is not open. */
    public void open() {
        if (window == null) {
            window = live.open(view, rowType, query, this::received);
        }
    }

    /** Closes the window; the rows stay. */
    public void close() {
        if (window != null) {
            window.close();
            window = null;
        }
    }

    /** Opens the window anew. */
    public void reopen() {
        asked = true;
        close();
        open();
    }

    /** Looks elsewhere. */
    public void move(WindowQuery target) {
        if (!target.equals(query)) {
            query = target;
            asked = true;
            if (window != null) {
                window.move(target);
            }
        }
    }

    private void received(WindowRows<T> state) {
        if (newest.getAndAccumulate(state,
                (before, now) -> before == null || now == null ? now : now.after(before)) == null) {
            tasks.run(() -> {
                WindowRows<T> last = newest.getAndSet(null);
                if (last != null) {
                    apply(last);
                }
            });
        }
    }

    /** Shows {@code state}, or keeps it for later while paused; what was asked for since then is shown at once. */
    public void apply(WindowRows<T> state) {
        if (state.problem() != null) {
            load.failed(Failures.sentence(state.problem()));
            return;
        }
        if (paused.get() && !(asked && state.anew())) {
            held = state;
            return;
        }
        held = null;
        cached = state.cached();
        rows.show(state.rows());
        total.set(state.total());
        age.set(state.ageMillis());
        dataAt.set(state.at().minusMillis(state.ageMillis()));
        load.ready();
    }

    private void resume() {
        WindowRows<T> waiting = held;
        held = null;
        asked = false;
        if (!paused.get() && waiting != null) {
            apply(waiting);
        }
    }
}
