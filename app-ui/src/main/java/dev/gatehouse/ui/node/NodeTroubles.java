package dev.gatehouse.ui.node;

import dev.gatehouse.model.api.NodesExchange;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.LoadLine;
import dev.gatehouse.ui.widget.Tone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * What is wrong with a node's sockets: limits that are nearly used up, handlers that are stuck, and the slowest readers.
 * What is still wrong a second later is the same control then.
 */
final class NodeTroubles extends VBox {

    private final NodesViewModel model;
    private final Kit kit;
    private final VBox alarms = new VBox(8);
    private final VBox stuck = new VBox(8);
    private final VBox slowest = new VBox(8);
    private final Map<String, TitledPane> stuckBySid = new HashMap<>();
    private final Map<String, LoadLine> slowBySid = new HashMap<>();

    NodeTroubles(NodesViewModel model, Kit kit) {
        super(8);
        this.model = model;
        this.kit = kit;
        Label name = kit.styled("card-title", "node.slowest");
        only(name, slowest);
        getChildren().addAll(alarms, stuck, name, slowest);
        kit.follow(this, () -> {
            show();
            only(name, slowest);
        }, model.connectionsProperty(), kit.messages().languageProperty());
    }

    private static void only(Node name, VBox rows) {
        name.setVisible(!rows.getChildren().isEmpty());
        name.setManaged(name.isVisible());
    }

    private void show() {
        NodesExchange.Connections now = model.connectionsProperty().get();
        alarms.getChildren().setAll(now == null ? List.of() : now.alarms().stream().map(this::alarm).toList());
        List<NodesExchange.Stuck> hanging = now == null ? List.of() : now.stuck();
        keep(stuck, stuckBySid, hanging.stream().map(NodesExchange.Stuck::sid).toList());
        for (NodesExchange.Stuck one : hanging) {
            TitledPane pane = stuckBySid.computeIfAbsent(one.sid(), sid -> added(stuck, pane(one)));
            pane.setText(kit.messages().get("node.stuck", one.sid(), Figures.whole(one.millis() / 1_000)));
        }
        List<NodesExchange.Waiting> slow = now == null ? List.of() : now.slowest();
        long most = slow.stream().mapToLong(NodesExchange.Waiting::queuedBytes).max().orElse(1);
        keep(slowest, slowBySid, slow.stream().map(NodesExchange.Waiting::sid).toList());
        for (NodesExchange.Waiting one : slow) {
            slowBySid.computeIfAbsent(one.sid(), sid -> added(slowest, line(one)))
                    .show(kit.messages().get("session.bytes", Figures.whole(one.queuedBytes())),
                            one.queuedBytes() / (double) Math.max(1, most));
        }
    }

    /** Takes away what is not wrong any more. */
    private static <N extends Node> void keep(VBox rows, Map<String, N> bySid, List<String> sids) {
        bySid.entrySet().removeIf(row -> {
            boolean over = !sids.contains(row.getKey());
            if (over) {
                rows.getChildren().remove(row.getValue());
            }
            return over;
        });
    }

    private static <N extends Node> N added(VBox rows, N row) {
        rows.getChildren().add(row);
        return row;
    }

    private Node alarm(NodesExchange.Alarm alarm) {
        return NodePanel.box(kit, Tone.BAD, new Label(kit.messages()
                .get("node.alarm", alarm.limit(), Figures.whole(alarm.used()), Figures.whole(alarm.most()))));
    }

    private static TitledPane pane(NodesExchange.Stuck one) {
        Label stack = new Label(String.join("\n", one.stack()));
        stack.getStyleClass().add("code");
        stack.setWrapText(true);
        stack.setMinHeight(Region.USE_PREF_SIZE);
        TitledPane pane = new TitledPane("", stack);
        pane.setExpanded(false);
        pane.setAnimated(false);
        return pane;
    }

    private LoadLine line(NodesExchange.Waiting one) {
        Hyperlink open = new Hyperlink();
        open.textProperty().bind(kit.messages().text("node.open"));
        open.setOnAction(event -> {
            kit.overlay().hide();
            model.goToSession(one.sid());
        });
        return new LoadLine(kit, one.username(), "", 0, open);
    }
}
