package dev.gatehouse.ui.message;

import dev.gatehouse.ui.widget.Chips;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Segments;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Writing at the left; at the right whom it would reach, and how far the last one has come. */
final class ComposePane extends HBox {

    private static final double SIDE = 304;

    private final MessageViewModel model;
    private final ComposeFormModel compose;
    private final Kit kit;

    ComposePane(MessageViewModel model, Kit kit) {
        super(12);
        this.model = model;
        this.compose = model.compose();
        this.kit = kit;
        VBox side = new VBox(12, kit.card("message.reaches", new PreviewCard(compose, kit)), delivery());
        side.setMinWidth(SIDE);
        side.setPrefWidth(SIDE);
        side.setMaxWidth(SIDE);
        VBox form = form();
        HBox.setHgrow(form, Priority.ALWAYS);
        ScrollPane scroll = new ScrollPane(side);
        scroll.setFitToWidth(true);
        scroll.setMinWidth(SIDE + 2);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        getChildren().addAll(form, scroll);
    }

    private VBox form() {
        ComposeForm words = new ComposeForm(compose, kit);
        VBox.setVgrow(words, Priority.ALWAYS);
        Label forbidden = kit.styled("muted", "message.mayNot");
        forbidden.setVisible(!model.maySend());
        HBox foot = new HBox(8, forbidden, kit.spacer(), kit.styled("nav-hint", "message.sendKey"),
                ComposeForm.sendButton(compose, kit));
        foot.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        VBox form = new VBox(12, receivers(), words, foot);
        form.getStyleClass().add("surface");
        form.setMinWidth(0);
        form.getChildren().subList(0, 2).forEach(part -> part.setDisable(!model.maySend()));
        return form;
    }

    private VBox receivers() {
        Segments<ComposeFormModel.Reach> reach = new Segments<>(kit,
                List.of(ComposeFormModel.Reach.ALL, ComposeFormModel.Reach.ROOM, ComposeFormModel.Reach.NODE,
                        ComposeFormModel.Reach.USER, ComposeFormModel.Reach.SESSION),
                ComposePane::key, compose.reachProperty());
        reach.getStyleClass().add("tight");
        TextField name = new TextField();
        name.setId("message-name");
        name.textProperty().bindBidirectional(compose.nameProperty());
        name.promptTextProperty().bind(prompt());
        name.accessibleTextProperty().bind(prompt());
        Chips<String> chips = new Chips<>(model.proposals(), word -> word, chosen -> {
            compose.nameProperty().set(chosen);
            name.requestFocus();
            name.end();
        });
        chips.setId("message-proposals");
        VBox named = new VBox(6, name, chips);
        named.visibleProperty().bind(compose.reachProperty().isNotEqualTo(ComposeFormModel.Reach.ALL));
        named.managedProperty().bind(named.visibleProperty());
        VBox field = kit.field("message.to", reach);
        field.getChildren().add(named);
        field.setSpacing(6);
        return field;
    }

    private javafx.beans.binding.StringBinding prompt() {
        return Bindings.createStringBinding(() -> kit.messages().get(key(compose.reachProperty().get()) + "Prompt"),
                compose.reachProperty(), kit.messages().languageProperty());
    }

    static String key(ComposeFormModel.Reach reach) {
        return switch (reach) {
            case ALL -> "message.all";
            case ROOM -> "message.room";
            case NODE -> "message.node";
            case USER -> "message.user";
            case SESSION -> "message.session";
            case CHOSEN -> "message.chosen";
        };
    }

    private VBox delivery() {
        VBox holder = new VBox();
        compose.deliveryProperty().addListener((observed, before, now) -> show(holder));
        show(holder);
        return holder;
    }

    private void show(VBox holder) {
        Delivery delivery = compose.deliveryProperty().get();
        holder.getChildren().clear();
        if (delivery != null) {
            holder.getChildren().add(kit.card("message.delivery", new DeliveryCard(delivery, kit)));
        }
    }
}
