package dev.gatehouse.ui.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.TaskRunner;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableSet;

/** Which topics there are, how far each is indexed, and which of them are looked at. */
public final class AuditTopics {

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final ObservableList<AuditExchange.Topic> topics = FXCollections.observableArrayList();
    private final ObservableSet<String> chosen = FXCollections.observableSet();
    private final Load load = new Load();

    AuditTopics(ConsoleClient client, TaskRunner tasks) {
        this.client = client;
        this.tasks = tasks;
    }

    /** All that are indexed. */
    public ObservableList<AuditExchange.Topic> topics() {
        return topics;
    }

    /** The names of those that are looked at; empty for all. */
    public ObservableSet<String> chosen() {
        return chosen;
    }

    public Load load() {
        return load;
    }

    /** Takes a topic in, or leaves it out. */
    public void choose(String topic, boolean wanted) {
        if (wanted) {
            chosen.add(topic);
        } else {
            chosen.remove(topic);
        }
    }

    /** How many records are not indexed yet, over all topics. */
    public long lag() {
        return topics.stream().mapToLong(topic -> topic.lag() == null ? 0 : topic.lag()).sum();
    }

    /** In the words of the search. */
    String words() {
        return AuditWords.any("topic", chosen.stream().sorted().toList());
    }

    /** Asks anew. */
    public void refresh() {
        load.waiting();
        tasks.when(client.audit().topics(), answer -> apply(answer.items()), load::failed);
    }

    void apply(List<AuditExchange.Topic> found) {
        if (!found.equals(topics)) {
            topics.setAll(found);
        }
        load.ready();
    }
}
