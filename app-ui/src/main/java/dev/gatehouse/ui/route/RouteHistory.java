package dev.gatehouse.ui.route;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteVersion;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.TaskRunner;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** One route's versions: what each changed, and who set what stands there now. */
public final class RouteHistory {

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final ObservableList<RouteVersion> versions = FXCollections.observableArrayList();
    private final Load load = new Load();
    private String routeId = "";

    RouteHistory(ConsoleClient client, TaskRunner tasks) {
        this.client = client;
        this.tasks = tasks;
    }

    /** The newest first, once asked for. */
    public ObservableList<RouteVersion> versions() {
        return versions;
    }

    public Load load() {
        return load;
    }

    /** Asks for the versions of {@code route}. */
    public void open(Route route) {
        String mine = route.id();
        if (!mine.equals(routeId)) {
            versions.clear();
        }
        routeId = mine;
        load.waiting();
        tasks.when(client.routes().history(mine), found -> {
            if (mine.equals(routeId)) {
                versions.setAll(found.items());
                load.ready();
            }
        }, failure -> {
            if (mine.equals(routeId)) {
                load.failed(failure);
            }
        });
    }

    /** What {@code version} changed of the one before. */
    List<RouteChanges.Change> changes(RouteVersion version) {
        int at = versions.indexOf(version);
        RouteVersion before = at >= 0 && at + 1 < versions.size() ? versions.get(at + 1) : null;
        return RouteChanges.between(before == null ? null : RouteChanges.spec(before), RouteChanges.spec(version));
    }

    /** What would change if {@code version} came back now. */
    List<RouteChanges.Change> preview(RouteVersion version) {
        return RouteChanges.between(versions.isEmpty() ? null : RouteChanges.spec(versions.getFirst()),
                RouteChanges.spec(version));
    }

    /** Who set each field of the newest version. */
    List<RouteChanges.Blame> blame() {
        return RouteChanges.blame(versions);
    }

    /** The number of the newest version; absent where none is known. */
    @Nullable
    Long newest() {
        return versions.isEmpty() ? null : versions.getFirst().version();
    }
}
