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
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Alerts at the upper right: who, where, and what to do. They stay until they are dismissed. */
public final class AlertStack extends VBox {

    private final AlertsViewModel model;
    private final Kit kit;

    public AlertStack(AlertsViewModel model, Kit kit) {
        super(8);
        this.model = model;
        this.kit = kit;
        setId("alerts");
        setPickOnBounds(false);
        setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        setStyle("-fx-padding: 60 16 0 0;");
        model.open().addListener((ListChangeListener<Alert>) change -> show());
        kit.messages().languageProperty().addListener((observed, before, now) -> show());
        show();
    }

    private void show() {
        getChildren().setAll(model.open().stream().map(this::card).toList());
    }

    private VBox card(Alert alert) {
        Label title = new Label(kit.messages().get(alert.count() == 1
                ? alert.title()
                : Sentence.of("alert.storm", alert.count(), alert.title())));
        title.getStyleClass().add("card-title");
        title.setWrapText(true);
        title.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(title, Priority.ALWAYS);
        title.setMaxWidth(Double.MAX_VALUE);
        Button close = kit.iconButton("action.close", Feather.X);
        close.setOnAction(event -> model.dismiss(alert));
        HBox head = new HBox(10, kit.icon(Feather.ALERT_OCTAGON), title, close);
        head.setAlignment(Pos.TOP_LEFT);
        Label advice = new Label(kit.messages().get(alert.advice()));
        advice.setWrapText(true);
        advice.setMinHeight(Region.USE_PREF_SIZE);
        advice.getStyleClass().add("muted");
        Label age = new Label();
        age.getStyleClass().add("muted");
        age.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages()
                                .get("age.ago", Ages.since(kit.messages(), alert.at(), kit.now().getValue())),
                        kit.now()));
        Button record = kit.button("toast.record", Feather.BOOK_OPEN, "flat", "small");
        record.setOnAction(event -> model.goToRecord(alert.last()));
        Button user = kit.button("alert.user", Feather.USER, "flat", "small");
        user.setOnAction(event -> model.goToUser(alert));
        user.setVisible(!alert.user().isEmpty());
        user.setManaged(user.isVisible());
        HBox foot = new HBox(8, age, kit.spacer(), user, record);
        foot.setAlignment(Pos.CENTER_LEFT);
        VBox card = new VBox(8, head, advice, foot);
        card.getStyleClass().add("alert-card");
        card.setAccessibleRole(AccessibleRole.TEXT);
        card.setAccessibleText(title.getText());
        return card;
    }
}
