package dev.gatehouse.ui.session;

import dev.gatehouse.model.api.RoomsExchange;
import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Debounce;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The words that sessions are searched with, checked and proposed as they are typed. */
final class SessionSearch {

    private static final int MOST_ROOMS = 200;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Debounce typing;
    private final StringProperty text = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable Sentence> fault = new ReadOnlyObjectWrapper<>();
    private final ObservableList<String> proposals = FXCollections.observableArrayList();
    private SessionWords.Known known = new SessionWords.Known(List.of(), List.of());

    /** @param typed called once typing has stopped */
    SessionSearch(ConsoleClient client, TaskRunner tasks, Runnable typed) {
        this.client = client;
        this.tasks = tasks;
        this.typing = new Debounce(tasks, typed);
        text.addListener((observed, before, now) -> {
            show();
            typing.typed();
        });
        show();
    }

    StringProperty textProperty() {
        return text;
    }

    ReadOnlyObjectProperty<@Nullable Sentence> faultProperty() {
        return fault.getReadOnlyProperty();
    }

    ObservableList<String> proposals() {
        return proposals;
    }

    /** Puts {@code word} in the place of the last one. */
    void propose(String word) {
        text.set(SessionWords.with(text.get(), word));
    }

    /** What to ask the server for; {@code null} for all. */
    @Nullable
    String asked() {
        return SessionWords.asked(text.get());
    }

    /** Learns which nodes and rooms there are, to propose them. */
    void learn() {
        tasks.when(client.reads().nodes(), found -> {
            known = new SessionWords.Known(found.items().stream().map(NodeInfo::id).toList(), known.rooms());
            show();
        }, failure -> {});
        tasks.when(client.rooms().list(MOST_ROOMS), found -> {
            known = new SessionWords.Known(known.nodes(),
                    found.items().stream().map(RoomsExchange.Room::room).toList());
            show();
        }, failure -> {});
    }

    private void show() {
        fault.set(SessionWords.fault(text.get()));
        proposals.setAll(SessionWords.proposals(text.get(), known));
    }
}
