package dev.gatehouse.ui.user;

import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.user.TimelineEntry;
import dev.gatehouse.model.user.User;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;

/** All that happened to one user: sessions, tokens and the book in one line, newest first. */
public final class TimelineViewModel {

    private static final int PAGE = 50;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final Load load = new Load();
    private final BooleanProperty open = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<@Nullable User> user = new ReadOnlyObjectWrapper<>();
    private final ObservableList<TimelineEntry> all = FXCollections.observableArrayList();
    private final FilteredList<TimelineEntry> entries = new FilteredList<>(all);
    private final Map<TimelineEntry.Kind, BooleanProperty> kinds = new EnumMap<>(TimelineEntry.Kind.class);
    private final ReadOnlyBooleanWrapper older = new ReadOnlyBooleanWrapper();
    private @Nullable Instant before;
    private long asked;

    TimelineViewModel(ConsoleClient client, TaskRunner tasks, Notices notices) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        for (TimelineEntry.Kind kind : TimelineEntry.Kind.values()) {
            BooleanProperty shown = new SimpleBooleanProperty(true);
            shown.addListener((observed, was, now) -> entries.setPredicate(
                    entry -> kindProperty(entry.kind()).get()));
            kinds.put(kind, shown);
        }
        open.addListener((observed, was, now) -> refresh());
    }

    /** Whether it is looked at. */
    public BooleanProperty openProperty() {
        return open;
    }

    public ReadOnlyObjectProperty<@Nullable User> userProperty() {
        return user.getReadOnlyProperty();
    }

    /** Those of the kinds that are shown. */
    public ObservableList<TimelineEntry> entries() {
        return entries;
    }

    /** Whether entries of a kind are shown. */
    public BooleanProperty kindProperty(TimelineEntry.Kind kind) {
        return Objects.requireNonNull(kinds.get(kind));
    }

    /** Whether there are older ones. */
    public ReadOnlyBooleanProperty olderProperty() {
        return older.getReadOnlyProperty();
    }

    public Load load() {
        return load;
    }

    /** Turns to another user; the same one as it stands now keeps its entries. */
    void show(@Nullable User wanted) {
        User shown = user.get();
        user.set(wanted);
        if (wanted == null || shown == null || !shown.id().equals(wanted.id())) {
            all.clear();
            older.set(false);
            refresh();
        }
    }

    /** The newest page anew. */
    public void refresh() {
        if (open.get() && user.get() != null) {
            ask(user.get(), null);
        }
    }

    /** Adds the next older page. */
    public void more() {
        User shown = user.get();
        if (shown != null && before != null) {
            ask(shown, before);
        }
    }

    private void ask(User shown, @Nullable Instant until) {
        long mine = ++asked;
        load.waiting();
        tasks.when(client.users().timeline(shown.id(), until, PAGE), page -> {
            if (mine == asked) {
                apply(page, until == null);
            }
        }, failure -> {
            if (mine == asked) {
                load.failed(failure);
            }
        });
    }

    void apply(UsersExchange.Timeline page, boolean anew) {
        if (anew) {
            all.setAll(page.items());
        } else {
            all.addAll(page.items());
        }
        before = page.before();
        older.set(before != null);
        load.ready();
    }

    /** Leads to what an entry is about. */
    public void goTo(TimelineEntry entry) {
        String resource = entry.resource();
        if (resource == null) {
            return;
        }
        notices.goTo(switch (entry.kind()) {
            case SESSION, TOKEN -> resource;
            case AUDIT -> "search/resource:" + resource + " action:" + entry.what() + " from:" + entry.at() + " to:"
                    + entry.at().plusMillis(1);
        });
    }
}
