package dev.gatehouse.ui.task;

import dev.gatehouse.model.api.Page;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Rows that the server searches and sorts, fetched page by page; an answer to an older question is passed over. */
public final class PagedList<T> {

    private final TaskRunner tasks;
    private final Function<@Nullable String, CompletableFuture<Page<T>>> ask;
    private final ObservableList<T> rows = FXCollections.observableArrayList();
    private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper();
    private final ReadOnlyBooleanWrapper more = new ReadOnlyBooleanWrapper();
    private final Load load = new Load();
    private Runnable before = () -> {};
    private Runnable after = () -> {};
    private @Nullable String cursor;
    private long asked;

    /** @param ask fetches the page after a cursor; the first one for {@code null} */
    public PagedList(TaskRunner tasks, Function<@Nullable String, CompletableFuture<Page<T>>> ask) {
        this.tasks = tasks;
        this.ask = ask;
    }

    public ObservableList<T> rows() {
        return rows;
    }

    /** How many there are in all. */
    public ReadOnlyLongProperty totalProperty() {
        return total.getReadOnlyProperty();
    }

    /** Whether there is a further page. */
    public ReadOnlyBooleanProperty moreProperty() {
        return more.getReadOnlyProperty();
    }

    public Load load() {
        return load;
    }

    /** Calls {@code first} and {@code then} around every moment at which all rows are replaced. */
    public void onReplace(Runnable first, Runnable then) {
        before = first;
        after = then;
    }

    /** The first page anew. */
    public void refresh() {
        fetch(null);
    }

    /** Adds the next page. */
    public void more() {
        if (cursor != null) {
            fetch(cursor);
        }
    }

    private void fetch(@Nullable String after) {
        long mine = ++asked;
        load.waiting();
        tasks.when(ask.apply(after), page -> {
            if (mine == asked) {
                apply(page, after == null);
            }
        }, failure -> {
            if (mine == asked) {
                load.failed(failure);
            }
        });
    }

    /** @param anew whether {@code page} is the first one */
    public void apply(Page<T> page, boolean anew) {
        if (anew) {
            before.run();
            rows.setAll(page.items());
            after.run();
        } else {
            rows.addAll(page.items());
        }
        total.set(page.total());
        cursor = page.cursor();
        more.set(cursor != null);
        load.ready();
    }

    /** A row was made; it stands first until the next refresh. */
    public void added(T row) {
        rows.addFirst(row);
        total.set(total.get() + 1);
    }

    /** A row is gone. */
    public void removed(T row) {
        if (rows.remove(row)) {
            total.set(Math.max(0, total.get() - 1));
        }
    }
}
