package dev.gatehouse.ui.offline;

import dev.gatehouse.model.health.Rehearsal;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;

/** Says to everybody that an outage is only rehearsed, and for how long still. */
public final class RehearsalBanner extends HBox {

    public RehearsalBanner(OfflineViewModel model, Kit kit) {
        super(12);
        setId("rehearsal-banner");
        getStyleClass().addAll("message-box", Tone.WARN.styleClass());
        setAlignment(Pos.CENTER_LEFT);
        Label words = new Label();
        words.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.rehearsals().stream().map(one -> words(kit, one)).collect(Collectors.joining(" ")),
                        model.rehearsals(), kit.now(), kit.messages().languageProperty()));
        Button end = kit.button("rehearsal.end", Feather.X);
        end.setId("end-rehearsal");
        end.setOnAction(event -> model.endRehearsal());
        Guards.guard(kit, end, model.verdict(Deed.REHEARSE));
        getChildren().addAll(kit.icon(Feather.ALERT_TRIANGLE), words, kit.spacer(), end);
        visibleProperty().bind(Bindings.isNotEmpty(model.rehearsals()));
        managedProperty().bind(visibleProperty());
    }

    private static String words(Kit kit, Rehearsal rehearsal) {
        long left = Math.max(0, Duration.between(kit.now().getValue(), rehearsal.until()).toSeconds());
        return kit.messages().get("rehearsal.banner", kit.messages().named("dependency", rehearsal.dependency()),
                rehearsal.by(), String.format(Locale.ROOT, "%d:%02d", left / 60, left % 60));
    }
}
