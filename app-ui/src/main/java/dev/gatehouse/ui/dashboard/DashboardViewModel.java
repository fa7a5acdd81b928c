package dev.gatehouse.ui.dashboard;

import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.health.DependencyHealth;
import dev.gatehouse.model.health.DependencyState;
import dev.gatehouse.model.health.Health;
import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.model.health.Stats;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.client.WindowQuery;
import dev.gatehouse.ui.node.NodesViewModel;
import dev.gatehouse.ui.task.Activity;
import dev.gatehouse.ui.task.LiveList;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.HealthWords;
import dev.gatehouse.ui.text.Sentence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The load of the fleet over the last five minutes, and what is wrong with it. */
public final class DashboardViewModel implements Activity {

    /** What the charts span. */
    public static final Duration SPAN = Duration.ofMinutes(5);

    private static final int SECONDS = (int) SPAN.toSeconds();

    /** Once the history is here, only the newest seconds are asked for. */
    private static final int TAIL = 5;

    private final LiveList<Stats> stats;
    private final LiveList<Health> health;
    private final NodesViewModel nodes;
    private final ReadOnlyObjectWrapper<@Nullable Stats> latest = new ReadOnlyObjectWrapper<>();
    private final List<Stats> history = new ArrayList<>();
    private final ObservableList<Alarm> alarms = FXCollections.observableArrayList();
    private final ObservableList<Stats.Layer> layers = FXCollections.observableArrayList();

    /** Something to look at, and since when. */
    public record Alarm(Sentence sentence, Instant since) {}

    /** @param nodes opened and closed with this */
    public DashboardViewModel(LiveClient live, TaskRunner tasks, NodesViewModel nodes) {
        this.nodes = nodes;
        stats = new LiveList<>(live, tasks, LiveExchange.View.STATS, Stats.class, WindowQuery.first(SECONDS));
        health = new LiveList<>(live, tasks, LiveExchange.View.HEALTH, Health.class, WindowQuery.first(1));
        stats.dataAtProperty().addListener((observed, before, now) -> takeStats());
        health.rows().addListener((ListChangeListener<Health>) change -> findAlarms());
        nodes.nodes().rows().addListener((ListChangeListener<NodeInfo>) change -> findAlarms());
    }

    /** The last second; {@code null} before the first. */
    public ReadOnlyObjectProperty<@Nullable Stats> latestProperty() {
        return latest.getReadOnlyProperty();
    }

    /** The nodes and what can be done to them. */
    public NodesViewModel nodes() {
        return nodes;
    }

    public ObservableList<Alarm> alarms() {
        return alarms;
    }

    public ObservableList<Stats.Layer> layers() {
        return layers;
    }

    public Load load() {
        return stats.load();
    }

    /** The moment that the figures are true for. */
    public ReadOnlyObjectProperty<@Nullable Instant> dataAtProperty() {
        return stats.dataAtProperty();
    }

    /** The history of one figure, oldest first. */
    public List<Map.Entry<Instant, Double>> history(ToDoubleFunction<Stats> figure) {
        return history.stream().map(second -> Map.entry(second.at(), figure.applyAsDouble(second))).toList();
    }

    @Override
    public void activate() {
        stats.open();
        health.open();
        nodes.nodes().open();
    }

    /** Stays open: the status bar lives on these figures too. */
    @Override
    public void deactivate() {}

    @Override
    public void refresh() {
        stats.move(WindowQuery.first(SECONDS));
        stats.reopen();
        health.reopen();
        nodes.nodes().reopen();
    }

    /** Closes every window; for signing out. */
    public void stop() {
        stats.close();
        health.close();
        nodes.nodes().close();
    }

    LiveList<Stats> stats() {
        return stats;
    }

    LiveList<Health> health() {
        return health;
    }

    private void takeStats() {
        for (Stats second : stats.rows()) {
            if (history.isEmpty() || second.at().isAfter(history.getLast().at())) {
                history.add(second);
            }
        }
        if (history.isEmpty()) {
            return;
        }
        Stats last = history.getLast();
        history.removeIf(second -> second.at().isBefore(last.at().minus(SPAN)));
        layers.setAll(last.layers());
        latest.set(last);
        stats.move(WindowQuery.first(TAIL));
    }

    private void findAlarms() {
        List<Alarm> found = new ArrayList<>();
        for (Health state : health.rows()) {
            for (DependencyHealth dependency : state.dependencies()) {
                if (dependency.state() == DependencyState.DEGRADED) {
                    found.add(new Alarm(Sentence.of("alarm.dependency", dependency.name(),
                            HealthWords.told(dependency.detail())),
                            dependency.since()));
                }
            }
        }
        for (NodeInfo node : nodes.nodes().rows()) {
            if (!node.live()) {
                found.add(new Alarm(Sentence.of("alarm.node", node.id(), node.sessions()), node.lastBeatAt()));
            }
        }
        alarms.setAll(found);
    }
}
