package dev.gatehouse.ui.node;

import dev.gatehouse.model.api.NodesExchange;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.FigureTile;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Question;
import dev.gatehouse.ui.widget.Tone;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** One node: what its sockets do, what is wrong with them, and taking it out of service. */
final class NodePanel {

    private final NodesViewModel model;
    private final Kit kit;
    private final Dialogs dialogs;
    private final Label name = new Label();
    private @Nullable VBox content;

    NodePanel(NodesViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        this.dialogs = new Dialogs(kit);
    }

    void open(String node) {
        if (content == null) {
            content = content();
        }
        name.setText(node);
        dialogs.drawer("node.title", content);
        model.openedProperty().set(node);
    }

    /** What is shown of any node; made once. */
    private VBox content() {
        name.getStyleClass().addAll("card-title", "mono");
        Button sessions = kit.button("node.sessions", Feather.RADIO);
        sessions.setId("node-sessions");
        sessions.getStyleClass().add("first-focus");
        sessions.setOnAction(event -> {
            String node = name.getText();
            kit.overlay().hide();
            model.goToSessions(node);
        });
        HBox head = new HBox(8, name, kit.spacer(), sessions);
        head.setAlignment(Pos.CENTER_LEFT);
        VBox made = new VBox(16, head, figures(), failure(), new NodeTroubles(model, kit), service());
        made.setId("node-panel");
        made.sceneProperty().addListener((observed, before, now) -> {
            if (now == null && name.getText().equals(model.openedProperty().get())) {
                model.openedProperty().set(null);
            }
        });
        return made;
    }

    private Node figures() {
        HBox first = new HBox(8,
                tile("node.active", connections -> Figures.whole(connections.active())),
                tile("node.idle", connections -> Figures.whole(connections.idle())),
                tile("node.queued", connections -> Figures.whole(connections.queuedBytes())));
        HBox second = new HBox(8, tile("node.in", connections -> Figures.whole(connections.messagesIn())),
                tile("node.out", connections -> Figures.whole(connections.messagesOut())),
                tile("node.handler", connections -> Figures.micros(connections.handlerP99Micros())));
        Label limit = kit.value(text(connections -> kit.messages()
                .get("node.limit", connections.limit(), connections.dropped())), "muted");
        limit.setWrapText(true);
        return new VBox(8, first, second, limit);
    }

    private FigureTile tile(String key, Function<NodesExchange.Connections, String> value) {
        return new FigureTile(kit, key, text(value));
    }

    private ObservableValue<String> text(Function<NodesExchange.Connections, String> value) {
        return Bindings.createStringBinding(() -> {
            NodesExchange.Connections now = model.connectionsProperty().get();
            return now == null ? "–" : value.apply(now);
        }, model.connectionsProperty(), kit.messages().languageProperty());
    }

    private Node failure() {
        Label words = kit.value(kit.messages().sentence(model.connectionLoad().failureProperty()));
        HBox box = box(kit, Tone.WARN, words);
        box.visibleProperty().bind(model.connectionLoad().stateProperty().isEqualTo(Load.State.FAILED));
        box.managedProperty().bind(box.visibleProperty());
        return box;
    }

    static HBox box(Kit kit, Tone tone, Label words) {
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        HBox box = new HBox(8, kit.icon(tone.icon()), words);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().addAll("message-box", tone.styleClass());
        return box;
    }

    /** Draining, its progress, and why it is not allowed where it is not. */
    private Node service() {
        Button drain = kit.button("node.drain", Feather.LOG_OUT, "danger");
        drain.setId("drain");
        Guards.guard(kit, drain, model.verdict(Deed.DRAIN_NODE));
        drain.setOnAction(event -> ask());
        Button back = kit.button("node.endDrain", Feather.CHECK, "primary");
        back.setId("end-drain");
        Guards.guard(kit, back, model.verdict(Deed.DRAIN_NODE));
        back.setOnAction(event -> {
            NodesViewModel.Tile tile = model.tileProperty().get();
            if (tile != null) {
                model.endDrain(tile.info().id());
            }
        });
        Label words = new Label();
        words.setId("drain-words");
        words.getStyleClass().add("muted");
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        ProgressBar bar = new ProgressBar();
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.accessibleTextProperty().bind(kit.messages().text("node.service"));
        HBox buttons = new HBox(8, drain, back);
        VBox box = new VBox(8, kit.styled("card-title", "node.service"), words, bar, buttons);
        kit.follow(box, () -> show(drain, back, words, bar), model.tileProperty(), kit.messages().languageProperty());
        return box;
    }

    private void show(Button drain, Button back, Label words, ProgressBar bar) {
        NodesViewModel.Tile tile = model.tileProperty().get();
        boolean draining = tile != null && tile.info().draining();
        only(drain, !draining);
        only(back, draining);
        only(bar, draining);
        Sentence hindrance = tile == null ? Sentence.of("table.waiting") : model.hindrance(tile);
        drain.setDisable(hindrance != null);
        back.setDisable(hindrance != null);
        if (tile != null && tile.drained() != null) {
            bar.setProgress(tile.drained());
        }
        if (hindrance != null) {
            words.setText(kit.messages().get(hindrance));
        } else if (tile == null || !draining) {
            words.setText(kit.messages().get("node.inService"));
        } else {
            words.setText(tile.info().sessions() == 0
                    ? kit.messages().get("node.empty")
                    : kit.messages().get("node.left", tile.info().sessions()));
        }
    }

    private static void only(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    private void ask() {
        NodesViewModel.Tile tile = model.tileProperty().get();
        if (tile == null) {
            return;
        }
        String node = tile.info().id();
        long others = model.others(tile);
        Sentence body = others == 0
                ? Sentence.of("node.drainNowhere", node, tile.info().sessions())
                : Sentence.of("node.drainBody", node, tile.info().sessions(), others);
        dialogs.ask(new Question("node.drainTitle", body, "node.drain", true), reason -> {
            model.drain(node, reason);
            open(node);
        });
    }
}
