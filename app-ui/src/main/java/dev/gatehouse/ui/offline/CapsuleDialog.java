package dev.gatehouse.ui.offline;

import dev.gatehouse.model.api.CapsuleExchange;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.ui.task.FileExport;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.feather.Feather;

/** Asks for the window of an incident capsule, and shows how far it is. */
public final class CapsuleDialog {

    private static final List<Integer> MINUTES = List.of(15, 60, 360, 1440, 10_080);

    private CapsuleDialog() {}

    /** Opens the dialog; an export that was begun goes on when it shuts. */
    public static void open(OfflineViewModel model, Kit kit) {
        FileExport export = model.capsuleExport();
        SimpleObjectProperty<Integer> minutes = new SimpleObjectProperty<>(60);
        ComboBox<Integer> window = kit.choice(MINUTES, length -> "capsule.m" + length, minutes, "capsule.window");
        window.setId("capsule-window");
        Label line = kit.label("capsule.line");
        line.setWrapText(true);
        Label written = new Label();
        written.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages().get("capsule.running", export.progressProperty().get().bytes()),
                        export.progressProperty(), kit.messages().languageProperty()));
        Button stop = kit.iconButton("export.stop", Feather.X, "small");
        stop.setId("capsule-stop");
        stop.setOnAction(event -> export.stop());
        HBox progress = kit.toolbar(new ProgressBar(), written, stop);
        progress.visibleProperty().bind(export.runningProperty());
        progress.managedProperty().bind(export.runningProperty());
        Button save = kit.button("capsule.export", Feather.DOWNLOAD, "primary");
        save.setId("export-capsule");
        save.disableProperty().bind(export.runningProperty());
        Guards.guard(kit, save, model.verdict(Deed.EXPORT_CAPSULE));
        save.setOnAction(event -> {
            FileChooser chooser = new FileChooser();
            chooser.setTitle(kit.messages().get("capsule.title"));
            chooser.setInitialFileName("capsule.db");
            File target = chooser.showSaveDialog(save.getScene().getWindow());
            if (target != null) {
                Instant to = kit.now().getValue();
                model.exportCapsule(new CapsuleExchange.Request(to.minus(Duration.ofMinutes(minutes.get())), to),
                        target.toPath());
            }
        });
        new Dialogs(kit).wideDialog("capsule.title",
                new VBox(16, line, kit.field("capsule.window", window), progress), save);
    }
}
