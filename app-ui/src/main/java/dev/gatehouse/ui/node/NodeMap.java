package dev.gatehouse.ui.node;

import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.LoadLine;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The nodes of the fleet as tiles; each opens its own panel. */
public final class NodeMap extends VBox {

    private final NodesViewModel model;
    private final Kit kit;
    private final NodePanel panel;

    public NodeMap(NodesViewModel model, Kit kit) {
        super(8);
        this.model = model;
        this.kit = kit;
        this.panel = new NodePanel(model, kit);
        setId("node-map");
        model.tiles().addListener((ListChangeListener<NodesViewModel.Tile>) change -> show());
        kit.messages().languageProperty().addListener((observed, before, now) -> show());
        show();
    }

    private void show() {
        if (model.tiles().isEmpty()) {
            getChildren().setAll(kit.styled("muted", "dashboard.noNodes"));
            return;
        }
        String focused = getScene() != null && getScene().getFocusOwner() instanceof Button button
                && getChildren().contains(button) ? button.getId() : null;
        List<Button> tiles = model.tiles().stream().map(this::tile).toList();
        getChildren().setAll(tiles);
        tiles.stream().filter(tile -> tile.getId().equals(focused)).forEach(Button::requestFocus);
    }

    private Button tile(NodesViewModel.Tile tile) {
        HBox signs = new HBox(6, state(tile));
        if (tile.info().self()) {
            signs.getChildren().add(kit.badge(Tone.ACCENT, kit.messages().get("health.self")));
        }
        signs.setAlignment(Pos.CENTER_LEFT);
        VBox lines = new VBox(6, new LoadLine(kit, tile.info().id(), Figures.whole(tile.info().sessions()),
                tile.share(), signs));
        String note = note(tile);
        if (!note.isEmpty()) {
            Label words = new Label(note);
            words.getStyleClass().add("muted");
            words.setMinWidth(0);
            lines.getChildren().add(words);
        }
        if (tile.drained() != null) {
            ProgressBar bar = new ProgressBar(tile.drained());
            bar.setMaxWidth(Double.MAX_VALUE);
            lines.getChildren().add(bar);
        }
        HBox.setHgrow(lines, Priority.ALWAYS);
        Button button = new Button();
        button.setId("node-" + tile.info().id());
        button.setGraphic(lines);
        button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setMinWidth(0);
        lines.prefWidthProperty().bind(widthProperty().subtract(26));
        button.getStyleClass().add("node-tile");
        if (tile.state() == NodesViewModel.State.AWAY) {
            button.getStyleClass().add("away");
        }
        button.setAccessibleText(kit.messages()
                .get("node.told", tile.info().id(), kit.messages().get(key(tile.state())), tile.info().sessions()));
        button.setOnAction(event -> panel.open(tile.info().id()));
        return button;
    }

    private Label state(NodesViewModel.Tile tile) {
        String word = kit.messages().get(key(tile.state()));
        return kit.badge(switch (tile.state()) {
            case LIVE -> Tone.GOOD;
            case DRAINING -> Tone.WARN;
            case AWAY -> Tone.BAD;
        }, word);
    }

    static String key(NodesViewModel.State state) {
        return switch (state) {
            case LIVE -> "health.nodeLive";
            case DRAINING -> "node.draining";
            case AWAY -> "health.nodeAway";
        };
    }

    private String note(NodesViewModel.Tile tile) {
        return switch (tile.state()) {
            case AWAY -> kit.messages()
                    .get("node.silent", Ages.since(kit.messages(), tile.info().lastBeatAt(), kit.now().getValue()));
            case DRAINING -> kit.messages().get("node.left", tile.info().sessions());
            case LIVE -> tile.behind() == 0 ? "" : kit.messages().get("node.behind", tile.behind());
        };
    }
}
