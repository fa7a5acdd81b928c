package dev.gatehouse.ui.message;

import dev.gatehouse.model.api.MessagesExchange;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.widget.FigureTile;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.LoadLine;
import dev.gatehouse.ui.widget.Tone;
import java.util.Map;
import java.util.function.ToLongFunction;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Whom a message would reach. */
final class PreviewCard extends VBox {

    private static final int MOST_NODES = 8;

    private final ComposeFormModel model;
    private final Kit kit;
    private final VBox nodes = new VBox(8);

    PreviewCard(ComposeFormModel model, Kit kit) {
        super(12);
        this.model = model;
        this.kit = kit;
        setId("preview");
        HBox figures = new HBox(8, new FigureTile(kit, "message.sockets", figure(MessagesExchange.Preview::sockets)),
                new FigureTile(kit, "message.users", figure(MessagesExchange.Preview::users)),
                new FigureTile(kit, "message.absent", figure(MessagesExchange.Preview::queued)));
        getChildren().addAll(figures, nodes, failure());
        model.previewProperty().addListener((observed, before, now) -> showNodes());
        showNodes();
    }

    private ObservableValue<String> figure(ToLongFunction<MessagesExchange.Preview> figure) {
        return Bindings.createStringBinding(() -> {
            MessagesExchange.Preview told = model.previewProperty().get();
            return told == null ? "–" : Figures.whole(figure.applyAsLong(told));
        }, model.previewProperty());
    }

    private void showNodes() {
        MessagesExchange.Preview told = model.previewProperty().get();
        nodes.getChildren().clear();
        if (told != null) {
            long most = told.byNode().values().stream().mapToLong(Long::longValue).max().orElse(0);
            told.byNode()
                    .entrySet()
                    .stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .limit(MOST_NODES)
                    .forEach(node -> nodes.getChildren()
                            .add(new LoadLine(kit, node.getKey(), Figures.whole(node.getValue()),
                                    most == 0 ? 0 : node.getValue() / (double) most)));
        }
        nodes.setVisible(!nodes.getChildren().isEmpty());
        nodes.setManaged(nodes.isVisible());
    }

    private Node failure() {
        Label words = kit.value(kit.messages().sentence(model.previewLoad().failureProperty()));
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        HBox box = new HBox(8, kit.icon(Tone.WARN.icon()), words);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().addAll("message-box", Tone.WARN.styleClass());
        box.visibleProperty().bind(model.previewLoad().stateProperty().isEqualTo(Load.State.FAILED));
        box.managedProperty().bind(box.visibleProperty());
        return box;
    }
}
