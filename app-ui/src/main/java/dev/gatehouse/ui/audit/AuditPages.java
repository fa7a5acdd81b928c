package dev.gatehouse.ui.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.ui.client.AuditCalls;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.TaskRunner;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What a search has found, page by page, and in which part of the log it has looked. */
public final class AuditPages {

    private static final int PAGE = 100;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Supplier<String> words;
    private final AuditWords faults;
    private final ObservableList<AuditEntry> rows = FXCollections.observableArrayList();
    private final Load load = new Load();
    private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper();
    private final ReadOnlyBooleanWrapper more = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Coverage> coverage = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<AuditExchange.@Nullable Scan> scanned = new ReadOnlyObjectWrapper<>();
    private final ObjectProperty<AuditExchange.Order> order = new SimpleObjectProperty<>(AuditExchange.Order.NEWEST);
    private final BooleanProperty scan = new SimpleBooleanProperty();
    private @Nullable String cursor;
    /** What the rows were found by; the next page belongs to the same. */
    private String found = "";
    private long asked;

    /**
     * @param words  what is searched for, at the moment of asking
     * @param faults gets what is wrong with them
     */
    AuditPages(ConsoleClient client, TaskRunner tasks, Supplier<String> words, AuditWords faults) {
        this.client = client;
        this.tasks = tasks;
        this.words = words;
        this.faults = faults;
        order.addListener((observed, before, now) -> refresh());
        scan.addListener((observed, before, now) -> refresh());
    }

    public ObservableList<AuditEntry> rows() {
        return rows;
    }

    public Load load() {
        return load;
    }

    /** How many records match in all. */
    public ReadOnlyLongProperty totalProperty() {
        return total.getReadOnlyProperty();
    }

    /** Whether there is a further page. */
    public ReadOnlyBooleanProperty moreProperty() {
        return more.getReadOnlyProperty();
    }

    /** What part of the log was searched; {@code null} before the first answer. */
    public ReadOnlyObjectProperty<@Nullable Coverage> coverageProperty() {
        return coverage.getReadOnlyProperty();
    }

    /** What was read straight from the log. */
    public ReadOnlyObjectProperty<AuditExchange.@Nullable Scan> scannedProperty() {
        return scanned.getReadOnlyProperty();
    }

    /** Which records come first. */
    public ObjectProperty<AuditExchange.Order> orderProperty() {
        return order;
    }

    /** Whether what is not indexed yet is read straight from the log too, which takes longer. */
    public BooleanProperty scanProperty() {
        return scan;
    }

    /** The first page anew. */
    public void refresh() {
        ask(null);
    }

    /** Adds the next page. */
    public void more() {
        if (cursor != null) {
            ask(cursor);
        }
    }

    private void ask(@Nullable String after) {
        long mine = ++asked;
        load.waiting();
        AuditCalls.PageOf page = new AuditCalls.PageOf(order.get(), scan.get(), after, PAGE);
        String wanted = after == null ? words.get() : found;
        tasks.when(client.audit().find(wanted, page), answer -> {
            if (mine == asked) {
                found = wanted;
                apply(answer, after == null);
            }
        }, failure -> {
            if (mine == asked) {
                failed(failure);
            }
        });
    }

    /** A fault of the words is told where they are typed, and nowhere else. */
    private void failed(Throwable failure) {
        if (!faults.take(failure)) {
            load.failed(failure);
            return;
        }
        rows.clear();
        total.set(0);
        cursor = null;
        more.set(false);
        load.ready();
    }

    void apply(AuditExchange.Found answer, boolean anew) {
        faults.noFault();
        if (anew) {
            rows.setAll(answer.items());
        } else {
            rows.addAll(answer.items());
        }
        total.set(answer.total());
        cursor = answer.cursor();
        more.set(cursor != null);
        coverage.set(answer.coverage());
        scanned.set(answer.scan());
        load.ready();
    }

    /** Shows how far the index has come where nothing is searched for. */
    void covered(Coverage now) {
        coverage.set(now);
    }
}
