package dev.gatehouse.ui.settings;

import dev.gatehouse.model.api.KeysExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.offline.Availability;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The keys that the nodes sign access tokens with, for administrators. */
public final class KeysViewModel {

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Availability availability;
    private final Notices notices;
    private final Load load = new Load();
    private final ObservableList<KeysExchange.Key> keys = FXCollections.observableArrayList();

    KeysViewModel(ConsoleClient client, TaskRunner tasks, Notices notices) {
        this.client = client;
        this.tasks = tasks;
        this.availability = new Availability(client, tasks);
        this.notices = notices;
    }

    /** By node, each node's oldest first. */
    public ObservableList<KeysExchange.Key> keys() {
        return keys;
    }

    public Load load() {
        return load;
    }

    /** What becomes of {@code deed} now. */
    public ObservableValue<Verdict> verdict(Deed deed) {
        return availability.of(deed);
    }

    /** Whether the operator may see and change them. */
    public boolean mayChange() {
        return client.may(Role.ADMIN);
    }

    /** Asks anew. */
    public void refresh() {
        if (mayChange()) {
            tasks.when(client.keys().list(), found -> apply(found.items()), load::failed);
        }
    }

    void apply(List<KeysExchange.Key> found) {
        keys.setAll(found);
        load.ready();
    }

    /** Gives the node that answers a new key; tokens signed with the former one stay good until they are over. */
    public void rotate() {
        tasks.when(client.keys().rotate(), rotated -> {
            notices.done(Sentence.of("key.rotated", rotated.key().node()), rotated.receipt());
            refresh();
        }, failure -> notices.failed(failure, this::rotate));
    }
}
