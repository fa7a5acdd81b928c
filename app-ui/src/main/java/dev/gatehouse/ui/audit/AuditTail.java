package dev.gatehouse.ui.audit;

import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.client.LiveWindow;
import dev.gatehouse.ui.client.WindowQuery;
import dev.gatehouse.ui.client.WindowRows;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * Records as they come, newest first. The server sends the newest {@value #WINDOW} at most ten times a second and how
 * many there are in all; what came faster than that is counted as skipped. However fast they come, the view models'
 * thread takes in the newest window only, and the rows never number more than {@value #MOST}.
 */
public final class AuditTail {

    /** Rows per window of the server. */
    static final int WINDOW = 250;
    /** Rows that are kept. */
    static final int MOST = 1_000;

    private final LiveClient live;
    private final TaskRunner tasks;
    private final AtomicReference<@Nullable Arrived> newest = new AtomicReference<>();
    private final ObservableList<AuditEntry> rows = FXCollections.observableArrayList();
    private final Set<Receipt> known = new HashSet<>();
    private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper();
    private final ReadOnlyLongWrapper waiting = new ReadOnlyLongWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Skipped> skipped = new ReadOnlyObjectWrapper<>();
    private final BooleanProperty paused = new SimpleBooleanProperty();
    private final Load load = new Load();
    private Predicate<@Nullable Problem> faults = problem -> false;
    private Consumer<List<AuditEntry>> arrivals = fresh -> {};
    private @Nullable LiveWindow<AuditEntry> window;
    private @Nullable WindowRows<AuditEntry> held;
    private WindowQuery query = WindowQuery.first(WINDOW);
    private long generation;
    /** How many there were before the first of {@link #told}; -1 before the first window. */
    private long base = -1;
    /** How many came since, and were shown. */
    private long told;

    /**
     * Records that came too fast to be shown.
     *
     * @param count how many
     * @param from  not before this moment
     * @param to    not after this one
     */
    public record Skipped(long count, Instant from, Instant to) {}

    /** A window of the server, and which opening of it that was. */
    private record Arrived(long generation, WindowRows<AuditEntry> state) {}

    AuditTail(LiveClient live, TaskRunner tasks) {
        this.live = live;
        this.tasks = tasks;
        paused.addListener((observed, before, now) -> resume());
    }

    public ObservableList<AuditEntry> rows() {
        return rows;
    }

    /** How many records match in all. */
    public ReadOnlyLongProperty totalProperty() {
        return total.getReadOnlyProperty();
    }

    /** Whether the rows stand still. */
    public BooleanProperty pausedProperty() {
        return paused;
    }

    /** How many have come since the pause began. */
    public ReadOnlyLongProperty waitingProperty() {
        return waiting.getReadOnlyProperty();
    }

    /** What came too fast to be shown; {@code null} where nothing did. */
    public ReadOnlyObjectProperty<@Nullable Skipped> skippedProperty() {
        return skipped.getReadOnlyProperty();
    }

    public Load load() {
        return load;
    }

    /**
     * Calls {@code listener} with why the server refuses the window, and with {@code null} once it does not; it says
     * whether that is told elsewhere.
     */
    void onFault(Predicate<@Nullable Problem> listener) {
        faults = listener;
    }

    /** Calls {@code listener} with records that came after the first window. */
    void onFresh(Consumer<List<AuditEntry>> listener) {
        arrivals = listener;
    }

    /** Forgets what was skipped. */
    public void dismissSkipped() {
        Skipped gone = skipped.get();
        if (gone != null) {
            told += gone.count();
            skipped.set(null);
        }
    }

    void open() {
        if (window == null) {
            long mine = ++generation;
            window = live.open(LiveExchange.View.AUDIT, AuditEntry.class, query,
                    state -> received(new Arrived(mine, state)));
        }
    }

    /** The rows stay. */
    void close() {
        if (window != null) {
            window.close();
            window = null;
        }
    }

    void reopen() {
        close();
        open();
    }

    /** Follows the records that {@code words} name; all for none. */
    void follow(String words) {
        WindowQuery wanted = new WindowQuery(words.isBlank() ? null : words, null, 0, WINDOW);
        if (!wanted.equals(query)) {
            query = wanted;
            paused.set(false);
            forget();
            if (window != null) {
                reopen();
            }
        }
    }

    private void forget() {
        rows.clear();
        known.clear();
        base = -1;
        told = 0;
        total.set(0);
        skipped.set(null);
        held = null;
        waiting.set(0);
        load.waiting();
    }

    private void received(Arrived arrived) {
        if (newest.getAndSet(arrived) == null) {
            tasks.run(() -> {
                Arrived last = newest.getAndSet(null);
                if (last != null && last.generation() == generation) {
                    apply(last.state());
                }
            });
        }
    }

    /** Takes in a window; while paused it only says how many wait. */
    void apply(WindowRows<AuditEntry> state) {
        if (state.problem() != null) {
            if (faults.test(state.problem())) {
                forget();
                load.ready();
            } else {
                load.failed(Sentence.verbatim(state.problem().detail()));
            }
            return;
        }
        var _ = faults.test(null);
        load.ready();
        if (paused.get()) {
            held = state;
            waiting.set(Math.max(0, state.total() - total.get()));
            return;
        }
        show(state);
    }

    private void show(WindowRows<AuditEntry> state) {
        List<AuditEntry> fresh = state.rows().stream().filter(row -> !known.contains(row.position())).toList();
        fresh.forEach(row -> known.add(row.position()));
        if (base < 0 || state.total() < total.get()) {
            base = state.total();
            told = 0;
        } else {
            told += fresh.size();
            arrivals.accept(fresh);
        }
        Instant before = rows.isEmpty() ? null : rows.getFirst().event().time();
        Instant after = fresh.isEmpty() ? null : fresh.getLast().event().time();
        put(state.rows(), fresh);
        total.set(state.total());
        waiting.set(0);
        if (state.cached()) {
            // What has come since it was kept did not come too fast: it was never sent.
            base = -1;
        } else {
            count(before, after);
        }
    }

    /** Newer rows go on top in one change; where some belong between those that are shown, all are put in order anew. */
    private void put(List<AuditEntry> window, List<AuditEntry> fresh) {
        if (fresh.equals(window.subList(0, fresh.size()))) {
            rows.addAll(0, fresh);
        } else {
            Set<Receipt> within = new HashSet<>();
            window.forEach(row -> within.add(row.position()));
            List<AuditEntry> all = new ArrayList<>(window);
            rows.stream().filter(row -> !within.contains(row.position())).forEach(all::add);
            rows.setAll(all);
        }
        if (rows.size() > MOST) {
            rows.subList(MOST, rows.size()).forEach(row -> known.remove(row.position()));
            rows.remove(MOST, rows.size());
        }
    }

    private void count(@Nullable Instant before, @Nullable Instant after) {
        long missing = total.get() - base - told;
        Skipped until = skipped.get();
        if (missing <= 0) {
            skipped.set(null);
        } else if (until != null) {
            Instant last = after != null && missing > until.count() ? after : until.to();
            skipped.set(new Skipped(missing, until.from(), last.isBefore(until.from()) ? until.from() : last));
        } else if (before != null && after != null) {
            skipped.set(new Skipped(missing, before.isBefore(after) ? before : after,
                    before.isBefore(after) ? after : before));
        }
    }

    private void resume() {
        WindowRows<AuditEntry> next = held;
        held = null;
        if (!paused.get() && next != null) {
            show(next);
        }
    }
}
