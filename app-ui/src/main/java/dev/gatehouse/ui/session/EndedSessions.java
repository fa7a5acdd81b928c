package dev.gatehouse.ui.session;

import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.TaskRunner;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Sessions that are over: who ended them, and why. */
public final class EndedSessions {

    private static final int LIMIT = 200;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final ObservableList<EndedSession> rows = FXCollections.observableArrayList();
    private final Load load = new Load();

    EndedSessions(ConsoleClient client, TaskRunner tasks) {
        this.client = client;
        this.tasks = tasks;
    }

    /** Newest first. */
    public ObservableList<EndedSession> rows() {
        return rows;
    }

    public Load state() {
        return load;
    }

    /** Asks the server anew, for all. */
    public void load() {
        find(null);
    }

    /** Asks for those that match; for all where {@code words} is absent. */
    void find(@Nullable String words) {
        load.waiting();
        tasks.when(client.sessions().ended(words, LIMIT), answer -> apply(answer.items()), load::failed);
    }

    void apply(List<EndedSession> found) {
        rows.setAll(found);
        load.ready();
    }
}
