package dev.gatehouse.ui.session;

import dev.gatehouse.model.api.SessionsExchange;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.SteadyList;
import dev.gatehouse.ui.task.TaskRunner;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.collections.ObservableList;

/** Sessions that were listed though nobody was behind them, and how that was found out. */
public final class GhostSessions {

    private static final int LIMIT = 500;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final SteadyList<SessionsExchange.Ghost> rows = new SteadyList<>();
    private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper();
    private final Load load = new Load();

    GhostSessions(ConsoleClient client, TaskRunner tasks) {
        this.client = client;
        this.tasks = tasks;
    }

    /** Newest first. */
    public ObservableList<SessionsExchange.Ghost> rows() {
        return rows;
    }

    /** How many the server remembers. */
    public ReadOnlyLongProperty totalProperty() {
        return total.getReadOnlyProperty();
    }

    public Load state() {
        return load;
    }

    /** Asks the server anew. */
    public void load() {
        load.waiting();
        tasks.when(client.sessions().ghosts(LIMIT), this::apply, load::failed);
    }

    void apply(SessionsExchange.Ghosts found) {
        rows.show(found.items());
        total.set(found.total());
        load.ready();
    }
}
