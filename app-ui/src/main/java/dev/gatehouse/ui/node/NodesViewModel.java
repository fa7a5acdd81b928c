package dev.gatehouse.ui.node;

import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.api.NodesExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.client.WindowQuery;
import dev.gatehouse.ui.offline.Availability;
import dev.gatehouse.ui.task.LiveList;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The nodes as they beat, the connection monitor of one of them, and draining. */
public final class NodesViewModel {

    private static final int MOST_NODES = 200;
    private static final Duration BEAT = Duration.ofSeconds(1);

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Availability availability;
    private final Notices notices;
    private final LiveList<NodeInfo> nodes;
    private final ObservableList<Tile> tiles = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable String> opened = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<@Nullable Tile> tile = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<NodesExchange.@Nullable Connections> connections = new ReadOnlyObjectWrapper<>();
    private final Load connectionLoad = new Load();
    private final Map<String, Long> drainedFrom = new HashMap<>();
    private final Set<String> draining = new HashSet<>();
    private TaskRunner.@Nullable Handle beat;
    private boolean asking;

    /** How a node does. */
    public enum State {
        LIVE,
        DRAINING,
        AWAY
    }

    /**
     * One node on the map.
     *
     * @param share   its part of the busiest node's sessions, 0 to 1
     * @param behind  changes that the foremost node has applied and this one has not
     * @param drained part of its clients that have left since it is being drained, 0 to 1; absent where it is not
     */
    public record Tile(NodeInfo info, State state, double share, long behind, @Nullable Double drained) {}

    public NodesViewModel(ConsoleClient client, LiveClient live, TaskRunner tasks, Notices notices) {
        this.client = client;
        this.tasks = tasks;
        this.availability = new Availability(client, tasks);
        this.notices = notices;
        nodes = new LiveList<>(live, tasks, LiveExchange.View.NODES, NodeInfo.class, WindowQuery.first(MOST_NODES));
        nodes.rows().addListener((ListChangeListener<NodeInfo>) change -> show());
        opened.addListener((observed, before, now) -> open());
    }

    /** The window on the nodes. */
    public LiveList<NodeInfo> nodes() {
        return nodes;
    }

    /** By name. */
    public ObservableList<Tile> tiles() {
        return tiles;
    }

    /** The node whose sockets are looked at. */
    public ObjectProperty<@Nullable String> openedProperty() {
        return opened;
    }

    /** That node's tile; {@code null} where it is not known. */
    public ReadOnlyObjectProperty<@Nullable Tile> tileProperty() {
        return tile.getReadOnlyProperty();
    }

    /** What its sockets do; {@code null} before the first answer. */
    public ReadOnlyObjectProperty<NodesExchange.@Nullable Connections> connectionsProperty() {
        return connections.getReadOnlyProperty();
    }

    public Load connectionLoad() {
        return connectionLoad;
    }

    /** What becomes of {@code deed} now. */
    public ObservableValue<Verdict> verdict(Deed deed) {
        return availability.of(deed);
    }

    /** Why {@code node} cannot be drained, or be brought back; {@code null} where it can. */
    public @Nullable Sentence hindrance(Tile node) {
        if (!client.may(Role.ADMIN)) {
            return Sentence.of("node.adminOnly");
        }
        if (node.state() == State.AWAY) {
            return Sentence.of("node.awayNoDrain", node.info().id());
        }
        return null;
    }

    /** How many other nodes could take the clients of {@code node}. */
    public long others(Tile node) {
        return tiles.stream()
                .filter(other -> other.state() == State.LIVE && !other.info().id().equals(node.info().id()))
                .count();
    }

    /** Has {@code node} move its clients to others. */
    public void drain(String node, String reason) {
        tasks.when(client.nodes().drain(node, reason), drained -> {
            drainedFrom.merge(node, drained.sessions(), Math::max);
            notices.done(Sentence.of("node.drained", node, drained.sessions()), drained.receipt());
            show();
        }, failure -> notices.failed(failure, () -> drain(node, reason)));
    }

    /** Has {@code node} take clients in again. */
    public void endDrain(String node) {
        tasks.when(client.nodes().endDrain(node), drained -> {
            drainedFrom.remove(node);
            notices.done(Sentence.of("node.backAgain", node), drained.receipt());
            show();
        }, failure -> notices.failed(failure, () -> endDrain(node)));
    }

    /** Leads to the sessions of {@code node}. */
    public void goToSessions(String node) {
        notices.goTo("node/" + node);
    }

    /** Leads to one session. */
    public void goToSession(String sid) {
        notices.goTo("session/" + sid);
    }

    private void show() {
        long most = nodes.rows().stream().mapToLong(NodeInfo::sessions).max().orElse(0);
        long foremost = nodes.rows().stream().mapToLong(NodeInfo::position).max().orElse(-1);
        List<Tile> now = nodes.rows().stream().sorted(java.util.Comparator.comparing(NodeInfo::id)).map(info -> {
            State state = !info.live() ? State.AWAY : info.draining() ? State.DRAINING : State.LIVE;
            return new Tile(info, state, most == 0 ? 0 : info.sessions() / (double) most,
                    Math.max(0, foremost - info.position()), drained(info));
        }).toList();
        tiles.setAll(now);
        tile.set(now.stream().filter(each -> each.info().id().equals(opened.get())).findFirst().orElse(null));
    }

    private @Nullable Double drained(NodeInfo info) {
        if (!info.draining()) {
            if (draining.remove(info.id())) {
                drainedFrom.remove(info.id());
            }
            return null;
        }
        draining.add(info.id());
        long from = drainedFrom.merge(info.id(), info.sessions(), Math::max);
        return from == 0 ? 1.0 : 1 - info.sessions() / (double) from;
    }

    private void open() {
        connections.set(null);
        if (beat != null) {
            beat.close();
            beat = null;
        }
        asking = false;
        show();
        if (opened.get() != null) {
            connectionLoad.waiting();
            beat = tasks.every(BEAT, this::ask);
            ask();
        }
    }

    private void ask() {
        String node = opened.get();
        if (node == null || asking) {
            return;
        }
        asking = true;
        tasks.when(client.nodes().connections(node), answer -> {
            asking = false;
            if (node.equals(opened.get())) {
                apply(answer);
            }
        }, failure -> {
            asking = false;
            if (node.equals(opened.get())) {
                connectionLoad.failed(failure);
            }
        });
    }

    void apply(NodesExchange.Connections answer) {
        connections.set(answer);
        connectionLoad.ready();
    }
}
