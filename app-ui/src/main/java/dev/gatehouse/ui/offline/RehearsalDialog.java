package dev.gatehouse.ui.offline;

import dev.gatehouse.model.api.RehearsalExchange.Effect;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Fate;
import dev.gatehouse.model.outage.Reason;
import dev.gatehouse.ui.text.Failures;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.WeakListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Begins a rehearsal, after saying what would become of each action. */
public final class RehearsalDialog {

    private static final List<Integer> SECONDS = List.of(30, 60, 120, 300, 600);

    private RehearsalDialog() {}

    /** Opens the dialog. */
    public static void open(OfflineViewModel model, Kit kit) {
        SimpleObjectProperty<String> dependency = new SimpleObjectProperty<>("redis");
        SimpleObjectProperty<Integer> seconds = new SimpleObjectProperty<>(60);
        ComboBox<String> which = kit.choice(List.of("redis", "kafka"), name -> "dependency." + name, dependency,
                "rehearsal.which");
        which.setId("rehearsal-which");
        ComboBox<Integer> howLong = kit.choice(SECONDS, length -> "rehearsal.s" + length, seconds, "rehearsal.howLong");
        howLong.setId("rehearsal-seconds");
        VBox effects = new VBox(12);
        effects.setId("rehearsal-effects");
        ListChangeListener<Effect> show = change -> effects.getChildren()
                .setAll(part(kit, model, Fate.ALLOWED, Tone.GOOD), part(kit, model, Fate.QUEUED, Tone.WARN),
                        part(kit, model, Fate.BLOCKED, Tone.BAD));
        effects.getProperties().put(show, show);
        model.effects().addListener(new WeakListChangeListener<>(show));
        dependency.addListener((observed, before, now) -> model.preview(now));
        model.preview(dependency.get());
        ScrollPane scroll = new ScrollPane(effects);
        scroll.setFitToWidth(true);
        scroll.setPrefViewportHeight(280);
        scroll.getStyleClass().add("edge-to-edge");
        Button begin = kit.button("rehearsal.begin", Feather.CLOUD_OFF, "danger");
        begin.setId("begin-rehearsal");
        Guards.guard(kit, begin, model.verdict(Deed.REHEARSE));
        begin.setOnAction(event -> {
            kit.overlay().hide();
            model.rehearse(dependency.get(), seconds.get());
        });
        Label line = kit.label("rehearsal.line");
        line.setWrapText(true);
        new Dialogs(kit).wideDialog("rehearsal.title", new VBox(16, line,
                new HBox(16, kit.field("rehearsal.which", which), kit.field("rehearsal.howLong", howLong)), scroll),
                begin);
    }

    private static VBox part(Kit kit, OfflineViewModel model, Fate fate, Tone tone) {
        VBox part = new VBox(4, kit.badge(tone, kit.messages()
                .get("rehearsal." + fate.name().toLowerCase(Locale.ROOT))));
        for (Effect effect : model.effects()) {
            if (effect.fate() == fate) {
                String deed = kit.messages().named("deed", name(effect.deed()));
                Label line = new Label(effect.reason() == Reason.NONE
                        ? deed
                        : deed + ": " + kit.messages().get(Failures.sentence(effect.reason())));
                line.setWrapText(true);
                part.getChildren().add(line);
            }
        }
        return part;
    }

    private static String name(Deed deed) {
        return deed.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
