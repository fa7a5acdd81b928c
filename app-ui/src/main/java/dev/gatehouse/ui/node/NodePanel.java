package dev.gatehouse.ui.node;

import dev.gatehouse.model.api.NodesExchange;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.FigureTile;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.LoadLine;
import dev.gatehouse.ui.widget.Question;
import dev.gatehouse.ui.widget.Tone;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** One node: what its sockets do, what is wrong with them, and taking it out of service. */
final class NodePanel {

    private final NodesViewModel model;
    private final Kit kit;
    private final Dialogs dialogs;

    NodePanel(NodesViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        this.dialogs = new Dialogs(kit);
    }

    void open(String node) {
        model.openedProperty().set(node);
        Label name = new Label(node);
        name.getStyleClass().addAll("card-title", "mono");
        Button sessions = kit.button("node.sessions", Feather.RADIO);
        sessions.setId("node-sessions");
        sessions.getStyleClass().add("first-focus");
        sessions.setOnAction(event -> {
            kit.overlay().hide();
            model.goToSessions(node);
        });
        HBox head = new HBox(8, name, kit.spacer(), sessions);
        head.setAlignment(Pos.CENTER_LEFT);
        VBox troubles = new VBox(8);
        model.connectionsProperty().addListener((observed, before, now) -> showTroubles(troubles));
        showTroubles(troubles);
        VBox content = new VBox(16, head, figures(), failure(), troubles, service());
        content.setId("node-panel");
        content.sceneProperty().addListener((observed, before, now) -> {
            if (now == null && node.equals(model.openedProperty().get())) {
                model.openedProperty().set(null);
            }
        });
        dialogs.drawer("node.title", content);
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
                .get("node.limit", Figures.whole(connections.limit()), Figures.whole(connections.dropped()))), "muted");
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
        HBox box = box(Tone.WARN, words);
        box.visibleProperty().bind(model.connectionLoad().stateProperty().isEqualTo(Load.State.FAILED));
        box.managedProperty().bind(box.visibleProperty());
        return box;
    }

    private HBox box(Tone tone, Label words) {
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        HBox box = new HBox(8, kit.icon(tone.icon()), words);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().addAll("message-box", tone.styleClass());
        return box;
    }

    private void showTroubles(VBox troubles) {
        NodesExchange.Connections now = model.connectionsProperty().get();
        troubles.getChildren().clear();
        if (now == null) {
            return;
        }
        for (NodesExchange.Alarm alarm : now.alarms()) {
            troubles.getChildren()
                    .add(box(Tone.BAD, new Label(kit.messages()
                            .get("node.alarm", alarm.limit(), Figures.whole(alarm.used()),
                                    Figures.whole(alarm.most())))));
        }
        for (NodesExchange.Stuck stuck : now.stuck()) {
            troubles.getChildren().add(stuck(stuck));
        }
        if (now.slowest().isEmpty()) {
            return;
        }
        troubles.getChildren().add(kit.styled("card-title", "node.slowest"));
        long most = now.slowest().stream().mapToLong(NodesExchange.Waiting::queuedBytes).max().orElse(1);
        for (NodesExchange.Waiting waiting : now.slowest()) {
            Hyperlink open = new Hyperlink();
            open.textProperty().bind(kit.messages().text("node.open"));
            open.setOnAction(event -> {
                kit.overlay().hide();
                model.goToSession(waiting.sid());
            });
            troubles.getChildren()
                    .add(new LoadLine(kit, waiting.username(),
                            kit.messages().get("session.bytes", Figures.whole(waiting.queuedBytes())),
                            waiting.queuedBytes() / (double) Math.max(1, most), open));
        }
    }

    private Node stuck(NodesExchange.Stuck stuck) {
        Label stack = new Label(String.join("\n", stuck.stack()));
        stack.getStyleClass().add("code");
        stack.setWrapText(true);
        stack.setMinHeight(Region.USE_PREF_SIZE);
        TitledPane pane = new TitledPane(
                kit.messages().get("node.stuck", stuck.sid(), Figures.whole(stuck.millis() / 1_000)), stack);
        pane.setExpanded(false);
        pane.setAnimated(false);
        return pane;
    }

    /** Draining, its progress, and why it is not allowed where it is not. */
    private Node service() {
        Button drain = kit.button("node.drain", Feather.LOG_OUT, "danger");
        drain.setId("drain");
        drain.setOnAction(event -> ask());
        Button back = kit.button("node.endDrain", Feather.CHECK, "primary");
        back.setId("end-drain");
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
        Runnable show = () -> show(drain, back, words, bar);
        model.tileProperty().addListener((observed, before, now) -> show.run());
        kit.messages().languageProperty().addListener((observed, before, now) -> show.run());
        show.run();
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
