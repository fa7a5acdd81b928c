package dev.gatehouse.ui.user;

import dev.gatehouse.ui.widget.Kit;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.DatePicker;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Why and until when: a reason with those used before, and an end to choose or to give. */
final class BanFields extends VBox {

    private static final int LONGEST_CHIP = 34;

    private final BanFormModel model;
    private final Kit kit;

    BanFields(BanFormModel model, Kit kit) {
        super(16);
        this.model = model;
        this.kit = kit;
        TextField reason = new TextField();
        reason.setId("ban-reason");
        reason.getStyleClass().add("first-focus");
        reason.promptTextProperty().bind(kit.messages().text("dialog.reason.prompt"));
        reason.textProperty().bindBidirectional(model.reasonProperty());
        VBox why = kit.field("dialog.reason", reason);
        if (!model.reasons().isEmpty()) {
            why.getChildren().add(chips(reason));
        }
        getChildren().addAll(why, kit.field("ban.time", times()), moment());
    }

    private FlowPane chips(TextField reason) {
        FlowPane chips = new FlowPane(6, 6);
        chips.setId("recent-reasons");
        for (String used : model.reasons()) {
            Button chip = new Button(used.length() <= LONGEST_CHIP ? used : used.substring(0, LONGEST_CHIP) + "…");
            chip.getStyleClass().addAll("chip", "small");
            chip.setOnAction(event -> {
                model.reasonProperty().set(used);
                reason.requestFocus();
                reason.end();
            });
            chips.getChildren().add(chip);
        }
        return chips;
    }

    private HBox times() {
        ToggleGroup group = new ToggleGroup();
        HBox box = new HBox();
        List<BanTime> times = List.of(BanTime.values());
        for (BanTime time : times) {
            ToggleButton button = new ToggleButton();
            button.setId("ban-" + time);
            button.textProperty().bind(kit.messages().text(time.key()));
            button.getStyleClass()
                    .add(time == times.getFirst() ? "left-pill"
                            : time == times.getLast() ? "right-pill" : "center-pill");
            button.setToggleGroup(group);
            button.setUserData(time);
            button.setSelected(model.timeProperty().get() == time);
            button.setMaxWidth(Double.MAX_VALUE);
            button.setMinWidth(USE_PREF_SIZE);
            HBox.setHgrow(button, javafx.scene.layout.Priority.ALWAYS);
            box.getChildren().add(button);
        }
        group.selectedToggleProperty().addListener((observed, before, now) -> {
            if (now == null) {
                before.setSelected(true);
            } else {
                model.timeProperty().set((BanTime) now.getUserData());
            }
        });
        return box;
    }

    private VBox moment() {
        DatePicker date = kit.date(model.dateProperty(), 180);
        date.setId("ban-date");
        TextField time = new TextField();
        time.setId("ban-time-of-day");
        time.setPrefWidth(90);
        time.textProperty().bindBidirectional(model.timeOfDayProperty());
        time.accessibleTextProperty().bind(kit.messages().text("ban.timeOfDay"));
        HBox row = new HBox(8, kit.icon(Feather.CALENDAR), date, time);
        row.setAlignment(Pos.CENTER_LEFT);
        VBox box = kit.field("ban.untilWhen", row, kit.messages().sentence(model.fault(kit.now())));
        box.visibleProperty().bind(model.timeProperty().isEqualTo(BanTime.UNTIL));
        box.managedProperty().bind(box.visibleProperty());
        return box;
    }
}
