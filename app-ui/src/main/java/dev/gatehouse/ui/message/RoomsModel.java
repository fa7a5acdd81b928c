package dev.gatehouse.ui.message;

import dev.gatehouse.model.api.RoomsExchange;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.SteadyList;
import dev.gatehouse.ui.task.TaskRunner;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The rooms that have members, who is in one of them, and what was said there. */
public final class RoomsModel {

    private static final int MOST_ROOMS = 500;
    private static final int MOST_MEMBERS = 200;
    private static final int PAGE = 50;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final SteadyList<RoomsExchange.Room> rows = new SteadyList<>();
    private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper();
    private final Load load = new Load();
    private final StringProperty search = new SimpleStringProperty("");
    private final ObjectProperty<@Nullable String> selected = new SimpleObjectProperty<>();
    private final SteadyList<Session> members = new SteadyList<>();
    private final ReadOnlyLongWrapper memberCount = new ReadOnlyLongWrapper();
    private final Load memberLoad = new Load();
    private final ObservableList<ServerFrame.Message> history = FXCollections.observableArrayList();
    private final Load historyLoad = new Load();
    private final ReadOnlyObjectWrapper<@Nullable String> before = new ReadOnlyObjectWrapper<>();
    private List<RoomsExchange.Room> all = List.of();
    private @Nullable String shown;
    private long asked;
    private boolean fetching;

    RoomsModel(ConsoleClient client, TaskRunner tasks) {
        this.client = client;
        this.tasks = tasks;
        search.addListener((observed, was, now) -> show());
        selected.addListener((observed, was, now) -> open());
    }

    /** Those whose name holds what is searched for, the fullest first. */
    public SteadyList<RoomsExchange.Room> rows() {
        return rows;
    }

    /** How many there are in all. */
    public ReadOnlyLongProperty totalProperty() {
        return total.getReadOnlyProperty();
    }

    public Load load() {
        return load;
    }

    public StringProperty searchProperty() {
        return search;
    }

    /** The room that is looked into. */
    public ObjectProperty<@Nullable String> selectedProperty() {
        return selected;
    }

    /** Who is in it, at most {@value #MOST_MEMBERS}. */
    public ObservableList<Session> members() {
        return members;
    }

    /** How many are in it. */
    public ReadOnlyLongProperty memberCountProperty() {
        return memberCount.getReadOnlyProperty();
    }

    public Load memberLoad() {
        return memberLoad;
    }

    /** What was said in it, oldest first. */
    public ObservableList<ServerFrame.Message> history() {
        return history;
    }

    public Load historyLoad() {
        return historyLoad;
    }

    /** Not {@code null} where there is something earlier. */
    public ReadOnlyObjectProperty<@Nullable String> beforeProperty() {
        return before.getReadOnlyProperty();
    }

    /** The names of all rooms known here that hold {@code part}, the fullest first. */
    List<String> names(String part) {
        return matching(part).map(RoomsExchange.Room::room).toList();
    }

    /** Asks the server anew. */
    public void refresh() {
        list();
        open();
    }

    /** Asks anew which rooms there are. */
    void list() {
        if (!load.loadedProperty().get()) {
            load.waiting();
        }
        tasks.when(client.rooms().list(MOST_ROOMS), this::apply, load::failed);
    }

    void apply(RoomsExchange.Listing listing) {
        all = listing.items();
        total.set(listing.total());
        show();
        load.ready();
    }

    private void show() {
        rows.show(matching(search.get()).toList());
    }

    private Stream<RoomsExchange.Room> matching(String part) {
        String wanted = part.strip().toLowerCase(Locale.ROOT);
        return all.stream().filter(room -> room.room().toLowerCase(Locale.ROOT).contains(wanted));
    }

    private void open() {
        long mine = ++asked;
        fetching = false;
        String room = selected.get();
        if (!Objects.equals(room, shown)) {
            shown = room;
            members.show(List.of());
            memberCount.set(0);
            history.clear();
            before.set(null);
        }
        if (room == null) {
            return;
        }
        memberLoad.waiting();
        historyLoad.waiting();
        tasks.when(client.rooms().members(room, MOST_MEMBERS), found -> {
            if (mine == asked) {
                members.show(found.items());
                memberCount.set(found.total());
                memberLoad.ready();
            }
        }, failure -> {
            if (mine == asked) {
                memberLoad.failed(failure);
            }
        });
        tasks.when(client.rooms().history(room, null, PAGE), found -> {
            if (mine == asked) {
                history.setAll(found.items());
                before.set(found.before());
                historyLoad.ready();
            }
        }, failure -> {
            if (mine == asked) {
                historyLoad.failed(failure);
            }
        });
    }

    /** Adds what was said before. */
    public void earlier() {
        long mine = asked;
        String room = selected.get();
        String from = before.get();
        if (room == null || from == null || fetching) {
            return;
        }
        fetching = true;
        tasks.when(client.rooms().history(room, from, PAGE), found -> {
            if (mine == asked) {
                fetching = false;
                history.addAll(0, found.items());
                before.set(found.before());
                historyLoad.ready();
            }
        }, failure -> {
            if (mine == asked) {
                fetching = false;
                historyLoad.failed(failure);
            }
        });
    }
}
