package dev.gatehouse.ui.message;

import dev.gatehouse.model.message.Qos;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Segments;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** What to say and what is promised of it, and the question before it goes to many. */
final class ComposeForm extends VBox {

    private static final KeyCombination SEND = new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN);

    private final ComposeFormModel model;
    private final Kit kit;

    ComposeForm(ComposeFormModel model, Kit kit) {
        super(12);
        this.model = model;
        this.kit = kit;
        Node content = content();
        VBox.setVgrow(content, Priority.ALWAYS);
        getChildren().addAll(content, promise(), question());
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (SEND.match(event) && model.sendable().get()) {
                event.consume();
                model.send();
            }
        });
    }

    /** The button that sends. */
    static Button sendButton(ComposeFormModel model, Kit kit) {
        Button send = kit.button("message.send", Feather.SEND, "primary");
        send.setId("send-message");
        send.disableProperty().bind(model.sendable().not().or(model.askingProperty()));
        Guards.guard(kit, send, model.verdict());
        send.setOnAction(event -> model.send());
        return send;
    }

    private VBox content() {
        TextArea area = new TextArea();
        area.setId("message-content");
        area.getStyleClass().add("first-focus");
        area.setWrapText(true);
        area.setPrefRowCount(5);
        area.setMinHeight(72);
        area.promptTextProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages()
                                .get(model.formProperty().get() == ComposeFormModel.Form.JSON
                                        ? "message.jsonPrompt"
                                        : "message.textPrompt"),
                        model.formProperty(), kit.messages().languageProperty()));
        area.textProperty().bindBidirectional(model.textProperty());
        model.formProperty().addListener((observed, before, now) -> dress(area));
        dress(area);
        VBox.setVgrow(area, Priority.ALWAYS);
        VBox field = kit.field("message.content", area, kit.messages().sentence(model.fault()));
        Node name = field.getChildren().getFirst();
        HBox head = new HBox(8, name, kit.spacer(),
                new Segments<>(kit, List.of(ComposeFormModel.Form.values()), ComposeForm::key, model.formProperty()));
        head.setAlignment(Pos.BOTTOM_LEFT);
        field.getChildren().addFirst(head);
        return field;
    }

    private void dress(TextArea area) {
        area.getStyleClass().remove("mono");
        if (model.formProperty().get() == ComposeFormModel.Form.JSON) {
            area.getStyleClass().add("mono");
        }
    }

    private static String key(ComposeFormModel.Form form) {
        return switch (form) {
            case TEXT -> "message.asText";
            case JSON -> "message.asJson";
        };
    }

    private VBox promise() {
        Label words = new Label();
        words.getStyleClass().add("muted");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        words.textProperty()
                .bind(Bindings.createStringBinding(() -> kit.messages().get(key(model.qosProperty().get()) + "Line"),
                        model.qosProperty(), kit.messages().languageProperty()));
        VBox field = kit.field("message.qos",
                new Segments<>(kit, List.of(Qos.AT_LEAST_ONCE, Qos.AT_MOST_ONCE), ComposeForm::key,
                        model.qosProperty()));
        field.getChildren().add(words);
        return field;
    }

    static String key(Qos qos) {
        return switch (qos) {
            case AT_MOST_ONCE -> "message.once";
            case AT_LEAST_ONCE -> "message.kept";
        };
    }

    private Node question() {
        Label words = new Label();
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        words.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.count() < 0
                                ? kit.messages().get("message.askUnknown")
                                : kit.messages().get("message.ask", model.count()),
                        model.previewProperty(), model.qosProperty(), kit.messages().languageProperty()));
        Button yes = kit.button("message.sendNow", Feather.SEND, "danger");
        yes.setId("send-now");
        Guards.guard(kit, yes, model.verdict());
        yes.setOnAction(event -> model.confirm());
        Button no = kit.button("message.notYet", Feather.X);
        no.setId("not-yet");
        no.setOnAction(event -> model.askingProperty().set(false));
        HBox buttons = new HBox(8, kit.spacer(), no, yes);
        VBox box = new VBox(8, words, buttons);
        box.setId("message-question");
        box.getStyleClass().addAll("message-box", Tone.WARN.styleClass());
        box.visibleProperty().bind(model.askingProperty());
        box.managedProperty().bind(box.visibleProperty());
        model.askingProperty().addListener((observed, before, now) -> {
            if (now) {
                no.requestFocus();
            }
        });
        return box;
    }
}
