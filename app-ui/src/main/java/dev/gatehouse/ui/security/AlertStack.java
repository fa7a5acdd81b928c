package dev.gatehouse.ui.security;

import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Kit;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Alerts under the header: who, where, and what to do. They cover nothing, and stay until they are dismissed. */
public final class AlertStack extends VBox {

    private final AlertsViewModel model;
    private final Kit kit;

    public AlertStack(AlertsViewModel model, Kit kit) {
        super(8);
        this.model = model;
        this.kit = kit;
        setId("alerts");
        getStyleClass().add("alert-stack");
        managedProperty().bind(Bindings.isNotEmpty(model.open()));
        visibleProperty().bind(managedProperty());
        model.open().addListener((ListChangeListener<Alert>) change -> show());
        kit.followLanguage(this, this::show);
    }

    private void show() {
        getChildren().setAll(model.open().stream().map(this::row).toList());
    }

    private HBox row(Alert alert) {
        Label title = new Label(kit.messages().get(alert.count() == 1
                ? alert.title()
                : Sentence.of("alert.storm", alert.count(), alert.title())));
        title.getStyleClass().add("card-title");
        Label advice = new Label(kit.messages().get(alert.advice()));
        Label age = new Label();
        age.getStyleClass().add("muted");
        age.setMinWidth(USE_PREF_SIZE);
        age.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages()
                                .get("age.ago", Ages.since(kit.messages(), alert.at(), kit.now().getValue())),
                        kit.now()));
        VBox words = new VBox(2, wrapped(title), wrapped(advice));
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMinWidth(0);
        Button record = kit.button("toast.record", Feather.BOOK_OPEN, "flat", "small");
        record.setOnAction(event -> model.goToRecord(alert.last()));
        Button user = kit.button("alert.user", Feather.USER, "flat", "small");
        user.setOnAction(event -> model.goToUser(alert));
        user.setVisible(!alert.user().isEmpty());
        user.setManaged(user.isVisible());
        Button close = kit.iconButton("action.close", Feather.X);
        close.setOnAction(event -> model.dismiss(alert));
        HBox row = new HBox(10, kit.icon(Feather.ALERT_OCTAGON), words, age, user, record, close);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("alert-card");
        row.setAccessibleRole(AccessibleRole.TEXT);
        row.setAccessibleText(title.getText() + " " + advice.getText());
        return row;
    }

    private static Label wrapped(Label label) {
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }
}
