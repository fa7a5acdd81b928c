package dev.gatehouse.ui.message;

import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Segments;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The message centre. */
public final class MessageView extends VBox {

    private final MessageViewModel model;

    public MessageView(MessageViewModel model, Kit kit) {
        this.model = model;
        StackPane panes = new StackPane(shown(new ComposePane(model, kit), MessageViewModel.Tab.WRITE),
                shown(new SentPane(model, kit), MessageViewModel.Tab.SENT),
                shown(new RoomsPane(model, kit), MessageViewModel.Tab.ROOMS));
        VBox.setVgrow(panes, Priority.ALWAYS);
        getStyleClass().add("view");
        getChildren().addAll(
                kit.head("place.messages", "message.line",
                        new Segments<>(kit, List.of(MessageViewModel.Tab.values()), MessageView::key,
                                model.tabProperty())),
                panes);
    }

    private Node shown(Node pane, MessageViewModel.Tab tab) {
        pane.visibleProperty().bind(model.tabProperty().isEqualTo(tab));
        return pane;
    }

    private static String key(MessageViewModel.Tab tab) {
        return switch (tab) {
            case WRITE -> "message.tabWrite";
            case SENT -> "message.tabSent";
            case ROOMS -> "message.tabRooms";
        };
    }
}
