package dev.gatehouse.ui.node;

import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Badge;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.LoadLine;
import dev.gatehouse.ui.widget.Tone;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** One node of the map: the same control from beat to beat, so that a click or the keyboard never loses it. */
final class NodeTile extends Button {

    private final Kit kit;
    private final LoadLine line;
    private final Label state = new Label();
    private final Label self = new Label();
    private final Label note = new Label();
    private final ProgressBar drained = new ProgressBar();
    private NodesViewModel.Tile tile;

    NodeTile(NodesViewModel.Tile first, Kit kit, Runnable open) {
        this.kit = kit;
        this.tile = first;
        setId("node-" + first.info().id());
        state.setMinWidth(USE_PREF_SIZE);
        self.getStyleClass().addAll("badge", Tone.ACCENT.styleClass());
        self.setGraphic(kit.icon(Tone.ACCENT.icon()));
        self.setMinWidth(USE_PREF_SIZE);
        self.textProperty().bind(kit.messages().text("health.self"));
        HBox signs = new HBox(6, state, self);
        signs.setAlignment(Pos.CENTER_LEFT);
        line = new LoadLine(kit, first.info().id(), "", 0, signs);
        note.getStyleClass().add("muted");
        note.setMinWidth(0);
        drained.setMaxWidth(Double.MAX_VALUE);
        drained.accessibleTextProperty().bind(kit.messages().text("node.draining"));
        VBox lines = new VBox(6, line, note, drained);
        lines.prefWidthProperty().bind(widthProperty().subtract(26));
        setGraphic(lines);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        setMaxWidth(Double.MAX_VALUE);
        setMinWidth(0);
        getStyleClass().add("node-tile");
        setOnAction(event -> open.run());
        kit.follow(this, this::show, kit.messages().languageProperty(), kit.now());
    }

    /** Shows {@code now}, which is of the same node. */
    void show(NodesViewModel.Tile now) {
        if (!now.equals(tile)) {
            tile = now;
            show();
        }
    }

    private void show() {
        line.show(Figures.whole(tile.info().sessions()), tile.share());
        String word = kit.messages().get(NodeMap.key(tile.state()));
        Tone tone = switch (tile.state()) {
            case LIVE -> Tone.GOOD;
            case DRAINING -> Tone.WARN;
            case AWAY -> Tone.BAD;
        };
        kit.show(state, Badge.of(tone, word));
        only(self, tile.info().self());
        note.setText(note());
        only(note, !note.getText().isEmpty());
        only(drained, tile.drained() != null);
        if (tile.drained() != null) {
            drained.setProgress(tile.drained());
        }
        getStyleClass().remove("away");
        if (tile.state() == NodesViewModel.State.AWAY) {
            getStyleClass().add("away");
        }
        setAccessibleText(kit.messages().get("node.told", tile.info().id(), word, tile.info().sessions()));
    }

    private static void only(Node part, boolean shown) {
        part.setVisible(shown);
        part.setManaged(shown);
    }

    private String note() {
        return switch (tile.state()) {
            case AWAY -> kit.messages()
                    .get("node.silent", Ages.since(kit.messages(), tile.info().lastBeatAt(), kit.now().getValue()));
            case DRAINING -> kit.messages().get("node.left", tile.info().sessions());
            case LIVE -> tile.behind() == 0 ? "" : kit.messages().get("node.behind", tile.behind());
        };
    }
}
