package dev.gatehouse.ui.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.client.ReadCalls;
import dev.gatehouse.ui.client.WindowQuery;
import dev.gatehouse.ui.task.Activity;
import dev.gatehouse.ui.task.Debounce;
import dev.gatehouse.ui.task.LiveList;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The book. Without a filter it is a live tail; with one it is a search, which says what range it has covered.
 * Pausing the tail keeps its rows.
 */
public final class AuditViewModel implements Activity {

    private static final int TAIL = 200;
    private static final int PAGE = 100;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final Clock clock;
    private final LiveList<AuditEntry> tail;
    private final Debounce typing;
    private final ObservableList<AuditEntry> rows = FXCollections.observableArrayList();
    private final Load load = new Load();
    private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper();
    private final BooleanProperty live = new SimpleBooleanProperty(true);
    private final StringProperty search = new SimpleStringProperty("");
    private final StringProperty actor = new SimpleStringProperty("");
    private final StringProperty action = new SimpleStringProperty("");
    private final ObjectProperty<OutcomeFilter> outcome = new SimpleObjectProperty<>(OutcomeFilter.ANY);
    private final ObjectProperty<Range> range = new SimpleObjectProperty<>(Range.ALL);
    private final ObjectProperty<@Nullable AuditEntry> selected = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<@Nullable Sentence> coverage = new ReadOnlyObjectWrapper<>();
    private @Nullable String cursor;
    private long asked;

    /** Which outcomes are shown. */
    public enum OutcomeFilter {
        ANY(null),
        ACCEPTED(Outcome.ACCEPTED),
        REFUSED(Outcome.REFUSED),
        FAILED(Outcome.FAILED);

        private final @Nullable Outcome outcome;

        OutcomeFilter(@Nullable Outcome outcome) {
            this.outcome = outcome;
        }
    }

    /** How far back. */
    public enum Range {
        ALL(null),
        HOUR(Duration.ofHours(1)),
        DAY(Duration.ofDays(1)),
        WEEK(Duration.ofDays(7));

        private final @Nullable Duration back;

        Range(@Nullable Duration back) {
            this.back = back;
        }
    }

    public AuditViewModel(ConsoleClient client, LiveClient feed, TaskRunner tasks, Notices notices, Clock clock) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        this.clock = clock;
        tail = new LiveList<>(feed, tasks, LiveExchange.View.AUDIT, AuditEntry.class, WindowQuery.first(TAIL));
        typing = new Debounce(tasks, this::filtersChanged);
        search.addListener((observed, before, now) -> typing.typed());
        actor.addListener((observed, before, now) -> typing.typed());
        action.addListener((observed, before, now) -> typing.typed());
        outcome.addListener((observed, before, now) -> filtersChanged());
        range.addListener((observed, before, now) -> filtersChanged());
        live.addListener((observed, before, now) -> liveChanged(now));
        tail.rows().addListener((ListChangeListener<AuditEntry>) change -> showTail());
        tail.totalProperty().addListener((observed, before, now) -> showTail());
        tail.load().stateProperty().addListener((observed, before, now) -> showTail());
    }

    public ObservableList<AuditEntry> rows() {
        return rows;
    }

    public Load load() {
        return load;
    }

    public ReadOnlyLongProperty totalProperty() {
        return total.getReadOnlyProperty();
    }

    /** Whether the rows follow the log; turned off by any filter, and back on by the operator. */
    public BooleanProperty liveProperty() {
        return live;
    }

    /** Whether the tail stands still. */
    public BooleanProperty pausedProperty() {
        return tail.pausedProperty();
    }

    public StringProperty searchProperty() {
        return search;
    }

    public StringProperty actorProperty() {
        return actor;
    }

    public StringProperty actionProperty() {
        return action;
    }

    public ObjectProperty<OutcomeFilter> outcomeProperty() {
        return outcome;
    }

    public ObjectProperty<Range> rangeProperty() {
        return range;
    }

    public ObjectProperty<@Nullable AuditEntry> selectedProperty() {
        return selected;
    }

    /** What range of the log the rows were found in. */
    public ReadOnlyObjectProperty<@Nullable Sentence> coverageProperty() {
        return coverage.getReadOnlyProperty();
    }

    public boolean hasMore() {
        return !live.get() && cursor != null;
    }

    @Override
    public void activate() {
        if (live.get()) {
            tail.open();
        }
        askCoverage();
    }

    @Override
    public void deactivate() {
        tail.close();
    }

    @Override
    public void refresh() {
        if (live.get()) {
            tail.reopen();
            askCoverage();
        } else {
            cursor = null;
            ask(true);
        }
    }

    /** Adds the next page of a search. */
    public void more() {
        if (hasMore()) {
            ask(false);
        }
    }

    /** Takes every filter off. */
    public void clearFilters() {
        search.set("");
        actor.set("");
        action.set("");
        outcome.set(OutcomeFilter.ANY);
        range.set(Range.ALL);
        live.set(true);
    }

    /** Shows the record at a position, whatever the rows are. */
    public void open(Receipt receipt) {
        tasks.when(client.reads().auditRecord(receipt), selected::set,
                failure -> notices.failed(failure, () -> open(receipt)));
    }

    /** Shows the trace that a record belongs to. */
    void openTrace(String traceId) {
        notices.goTo("trace/" + traceId);
    }

    private boolean filtered() {
        return !search.get().isBlank() || !actor.get().isBlank() || !action.get().isBlank()
                || outcome.get() != OutcomeFilter.ANY || range.get() != Range.ALL;
    }

    private void filtersChanged() {
        if (filtered()) {
            live.set(false);
            cursor = null;
            ask(true);
        } else {
            live.set(true);
        }
    }

    private void liveChanged(boolean now) {
        if (now) {
            asked++;
            tail.open();
            showTail();
            askCoverage();
        } else {
            tail.close();
            if (!filtered()) {
                cursor = null;
                ask(true);
            }
        }
    }

    private void showTail() {
        if (!live.get()) {
            return;
        }
        rows.setAll(tail.rows());
        total.set(tail.totalProperty().get());
        if (tail.load().stateProperty().get() == Load.State.READY) {
            load.ready();
        } else if (tail.load().failureProperty().get() != null) {
            load.failed(tail.load().failureProperty().get());
        }
    }

    private void ask(boolean anew) {
        long mine = ++asked;
        load.waiting();
        Duration back = range.get().back;
        Instant from = back == null ? null : clock.instant().minus(back);
        ReadCalls.AuditSearch wanted = new ReadCalls.AuditSearch(search.get(), actor.get(), action.get(),
                outcome.get().outcome, from, null);
        tasks.when(client.reads().audit(wanted, cursor, PAGE), found -> {
            if (mine == asked) {
                apply(found, anew);
            }
        }, failure -> {
            if (mine == asked) {
                load.failed(failure);
            }
        });
    }

    void apply(AuditExchange.Found found, boolean anew) {
        if (anew) {
            rows.setAll(found.items());
        } else {
            rows.addAll(found.items());
        }
        total.set(found.total());
        cursor = found.cursor();
        coverage.set(told(found.coverage()));
        load.ready();
    }

    LiveList<AuditEntry> tail() {
        return tail;
    }

    private void askCoverage() {
        tasks.when(client.reads().coverage(), found -> coverage.set(told(found)), failure -> coverage.set(null));
    }

    private static Sentence told(Coverage coverage) {
        long records = 0;
        long behind = 0;
        long missing = 0;
        for (Coverage.PartitionCoverage partition : coverage.partitions()) {
            records += partition.next() - partition.from();
            behind += partition.logEnd() == null ? 0 : Math.max(0, partition.logEnd() - partition.next());
            missing += partition.gaps().stream().mapToLong(gap -> gap.to() - gap.from()).sum();
        }
        if (missing > 0) {
            return Sentence.of("audit.coverage.gaps", records, missing);
        }
        return coverage.complete() && behind == 0
                ? Sentence.of("audit.coverage.complete", records)
                : Sentence.of("audit.coverage.behind", records, behind);
    }
}
