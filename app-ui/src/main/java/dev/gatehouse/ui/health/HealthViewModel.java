package dev.gatehouse.ui.health;

import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.health.Health;
import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.client.WindowQuery;
import dev.gatehouse.ui.task.Activity;
import dev.gatehouse.ui.task.LiveList;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.TaskRunner;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The answering node with all it depends on, and the nodes of the fleet. */
public final class HealthViewModel implements Activity {

    private final LiveList<Health> health;
    private final LiveList<NodeInfo> nodes;
    private final ObjectBinding<@Nullable Health> current;
    private final DeadLettersViewModel letters;

    public HealthViewModel(LiveClient live, TaskRunner tasks, DeadLettersViewModel letters) {
        this.letters = letters;
        health = new LiveList<>(live, tasks, LiveExchange.View.HEALTH, Health.class, WindowQuery.first(1));
        nodes = new LiveList<>(live, tasks, LiveExchange.View.NODES, NodeInfo.class, WindowQuery.first(200));
        current = Bindings.createObjectBinding(() -> health.rows().isEmpty() ? null : health.rows().getFirst(),
                health.rows());
    }

    /** The health of the answering node; {@code null} before the first answer. */
    public ObjectBinding<@Nullable Health> current() {
        return current;
    }

    public ObservableList<NodeInfo> nodes() {
        return nodes.rows();
    }

    /** Changes that a part of a node could not follow. */
    public DeadLettersViewModel letters() {
        return letters;
    }

    public Load load() {
        return health.load();
    }

    public Load nodesLoad() {
        return nodes.load();
    }

    @Override
    public void activate() {
        health.open();
        nodes.open();
        letters.activate();
    }

    @Override
    public void deactivate() {
        health.close();
        nodes.close();
        letters.deactivate();
    }

    @Override
    public void refresh() {
        health.reopen();
        nodes.reopen();
        letters.refresh();
    }

    LiveList<Health> healthList() {
        return health;
    }

    LiveList<NodeInfo> nodeList() {
        return nodes;
    }
}
