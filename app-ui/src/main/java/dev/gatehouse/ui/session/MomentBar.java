package dev.gatehouse.ui.session;

import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.time.Duration;
import java.time.Instant;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** What the rows of a snapshot are, and of which moment; for the past also the way to another moment. */
final class MomentBar extends VBox {

    private final SessionViewModel model;
    private final Kit kit;

    MomentBar(SessionViewModel model, Kit kit) {
        super(6);
        this.model = model;
        this.kit = kit;
        setId("moment");
        BooleanBinding past = model.modeProperty().isEqualTo(SessionViewModel.Mode.PAST);
        Node picker = picker();
        picker.visibleProperty().bind(past);
        picker.managedProperty().bind(past);
        Label words = kit.value(Bindings.createStringBinding(this::told, model.snapshot().takenProperty(),
                model.modeProperty(), kit.messages().languageProperty()));
        words.setId("moment-note");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        Button again = kit.button("session.freshAgain", Feather.REFRESH_CW, "flat", "small");
        again.setOnAction(event -> model.refresh());
        again.visibleProperty().bind(past.not());
        again.managedProperty().bind(again.visibleProperty());
        Button live = kit.button("session.backToLive", Feather.RADIO, "flat", "small");
        live.setId("back-to-live");
        live.setOnAction(event -> model.modeProperty().set(SessionViewModel.Mode.LIVE));
        HBox note = new HBox(8, kit.icon(Feather.CLOCK), words, kit.spacer(), again, live);
        note.setAlignment(Pos.CENTER_LEFT);
        note.getStyleClass().addAll("message-box", "slim", Tone.CALM.styleClass());
        getChildren().addAll(picker, note);
    }

    private Node picker() {
        DatePicker date = kit.date(model.moment().dateProperty(), 140);
        date.setId("moment-date");
        TextField time = new TextField();
        time.setId("moment-time");
        time.setPrefWidth(84);
        time.textProperty().bindBidirectional(model.moment().timeOfDayProperty());
        time.accessibleTextProperty().bind(kit.messages().text("ban.timeOfDay"));
        Label fault = kit.value(kit.messages().sentence(model.moment().faultProperty()), "field-error");
        fault.setId("moment-fault");
        Label name = kit.label("session.whoWasHere");
        name.setMinWidth(USE_PREF_SIZE);
        name.setLabelFor(date);
        HBox bar = new HBox(6, name, date, time, step("session.minusHour", -60),
                step("session.minusFive", -5), step("session.minusOne", -1), step("session.plusOne", 1),
                step("session.plusFive", 5), fault);
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    private Button step(String key, long minutes) {
        Button button = new Button();
        button.setId(key.replace('.', '-'));
        button.textProperty().bind(kit.messages().text(key));
        button.getStyleClass().addAll("chip", "small");
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(event -> model.moment().go(Duration.ofMinutes(minutes)));
        return button;
    }

    private String told() {
        Snapshot.Taken taken = model.snapshot().takenProperty().get();
        if (taken == null) {
            return kit.messages().get("session.noMoment");
        }
        Instant since = taken.since();
        if (since == null) {
            return kit.messages().get("session.freshNote", Ages.exact(taken.at()));
        }
        return taken.at().isBefore(since)
                ? kit.messages().get("session.pastGap", Ages.exact(taken.at()), Ages.exact(since))
                : kit.messages().get("session.pastNote", Ages.exact(taken.at()), Ages.exact(since));
    }
}
