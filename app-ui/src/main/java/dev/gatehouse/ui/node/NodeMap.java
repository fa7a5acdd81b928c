package dev.gatehouse.ui.node;

import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.widget.Kit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** The nodes of the fleet as tiles; each opens its own panel. */
public final class NodeMap extends VBox {

    private final NodesViewModel model;
    private final Kit kit;
    private final NodePanel panel;
    private final VBox tiles = new VBox(8);
    private final Map<String, NodeTile> known = new HashMap<>();

    public NodeMap(NodesViewModel model, Kit kit) {
        super(8);
        this.model = model;
        this.kit = kit;
        this.panel = new NodePanel(model, kit);
        setId("node-map");
        Label none = kit.value(Bindings.createStringBinding(this::nobody, model.nodes().load().stateProperty(),
                model.nodes().load().failureProperty(), kit.messages().languageProperty()), "muted");
        none.setWrapText(true);
        none.visibleProperty().bind(Bindings.isEmpty(model.tiles()));
        none.managedProperty().bind(none.visibleProperty());
        getChildren().addAll(none, tiles);
        model.tiles().addListener((ListChangeListener<NodesViewModel.Tile>) change -> show());
        show();
    }

    private String nobody() {
        Load load = model.nodes().load();
        return switch (load.stateProperty().get()) {
            case WAITING -> kit.messages().get("table.waiting");
            case READY -> kit.messages().get("dashboard.noNodes");
            case FAILED -> load.failureProperty().get() == null
                    ? ""
                    : kit.messages().get(load.failureProperty().get());
        };
    }

    /** Tiles come and go one by one: one that stays keeps the keyboard, and the click that is on it. */
    private void show() {
        List<String> wanted = model.tiles().stream().map(tile -> tile.info().id()).toList();
        known.entrySet().removeIf(tile -> {
            boolean gone = !wanted.contains(tile.getKey());
            if (gone) {
                tiles.getChildren().remove(tile.getValue());
            }
            return gone;
        });
        for (int at = 0; at < wanted.size(); at++) {
            NodesViewModel.Tile now = model.tiles().get(at);
            String id = wanted.get(at);
            NodeTile shown = known.get(id);
            if (shown == null) {
                NodeTile made = new NodeTile(now, kit, () -> panel.open(id));
                known.put(id, made);
                tiles.getChildren().add(at, made);
            } else {
                shown.show(now);
            }
        }
    }

    static String key(NodesViewModel.State state) {
        return switch (state) {
            case LIVE -> "health.nodeLive";
            case DRAINING -> "node.draining";
            case AWAY -> "health.nodeAway";
        };
    }
}
