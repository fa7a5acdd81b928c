package dev.gatehouse.ui.user;

import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.ui.job.JobCard;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.FileZone;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.nio.file.Path;
import java.util.List;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.feather.Feather;

/** Brings users in from a CSV file: choose or drop it, see what would happen, begin, and watch the job. */
final class ImportDialog {

    private static final double FAULTS_HEIGHT = 180;

    private final UserViewModel model;
    private final Kit kit;
    private final Dialogs dialogs;
    private final VBox content = new VBox(16);
    private final Button start;
    private final ChangeListener<UserImport.Step> listener = (observed, before, now) -> show(now);

    ImportDialog(UserViewModel model, Kit kit, Dialogs dialogs) {
        this.model = model;
        this.kit = kit;
        this.dialogs = dialogs;
        content.setId("import");
        start = kit.button("import.start", Feather.UPLOAD, "primary");
        start.setId("import-start");
        start.setOnAction(event -> model.imports().start());
        model.imports().stepProperty().addListener(new WeakChangeListener<>(listener));
    }

    /** Opens where the last import stands; one that is over makes room for the next. */
    void open() {
        boolean over = model.imports().stepProperty().get() instanceof UserImport.Step.Started started
                && model.jobs()
                        .jobs()
                        .stream()
                        .anyMatch(job -> job.id().equals(started.jobId()) && job.state().isOver());
        if (over) {
            model.imports().reset();
        }
        show(model.imports().stepProperty().get());
        dialogs.wideDialog("import.title", content, start);
    }

    /** Opens with a file. */
    void open(Path file) {
        model.imports().look(file);
        show(model.imports().stepProperty().get());
        dialogs.wideDialog("import.title", content, start);
    }

    private void show(UserImport.Step step) {
        start.setDisable(!model.imports().mayStart());
        start.setVisible(!(step instanceof UserImport.Step.Started));
        start.setManaged(start.isVisible());
        content.getChildren().setAll(switch (step) {
            case UserImport.Step.Choosing choosing -> choosing(choosing);
            case UserImport.Step.Looking looking -> waiting("import.looking", looking.file());
            case UserImport.Step.Previewed previewed -> previewed(previewed.file(), previewed.preview());
            case UserImport.Step.Sending sending -> waiting("import.sending", sending.file());
            case UserImport.Step.Started started -> List.of(FileZone.name(kit, started.file()),
                    new JobCard(model.jobs(), kit, started.jobId()), goesOn());
        });
    }

    private List<Node> choosing(UserImport.Step.Choosing choosing) {
        FileZone zone = new FileZone(kit, new FileZone.Words("import.drop", "import-choose", "import.title"),
                new FileChooser.ExtensionFilter("CSV", "*.csv", "*.txt"), file -> model.imports().look(file));
        Label form = kit.styled("muted", "import.form");
        form.setWrapText(true);
        form.setMinHeight(Region.USE_PREF_SIZE);
        if (choosing.failure() == null) {
            return List.of(zone, form);
        }
        Label failure = new Label(kit.messages().get(choosing.failure()));
        failure.setId("import-failure");
        failure.setWrapText(true);
        failure.setMinHeight(Region.USE_PREF_SIZE);
        HBox box = new HBox(8, kit.icon(Tone.BAD.icon()), failure);
        box.getStyleClass().addAll("message-box", Tone.BAD.styleClass());
        return List.of(box, zone, form);
    }

    private List<Node> waiting(String key, Path file) {
        ProgressBar bar = new ProgressBar(-1);
        bar.setMaxWidth(Double.MAX_VALUE);
        return List.of(FileZone.name(kit, file), kit.styled("muted", key), bar);
    }

    private List<Node> previewed(Path file, UsersExchange.ImportPreview preview) {
        Button other = kit.button("import.other", Feather.FOLDER, "flat");
        other.setOnAction(event -> model.imports().reset());
        Node name = FileZone.name(kit, file);
        HBox head = new HBox(8, name, kit.spacer(), other);
        head.setAlignment(Pos.CENTER_LEFT);
        other.setMinWidth(Region.USE_PREF_SIZE);
        HBox figures = new HBox(12, figure("import.rows", preview.rows()),
                figure("import.creating", preview.creating()), figure("import.refused", preview.refused()));
        figures.getChildren().forEach(figure -> HBox.setHgrow(figure, Priority.ALWAYS));
        if (preview.faults().isEmpty()) {
            return List.of(head, figures);
        }
        VBox rows = new VBox(6);
        preview.faults().forEach(fault -> rows.getChildren().add(fault(fault)));
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(FAULTS_HEIGHT);
        scroll.getStyleClass().add("edge-to-edge");
        long more = preview.refused() - preview.faults().size();
        VBox faults = new VBox(6, kit.styled("field-name", "import.faults"), scroll);
        if (more > 0) {
            Label words = kit.label("import.faultsMore", more);
            words.getStyleClass().add("muted");
            faults.getChildren().add(words);
        }
        faults.getStyleClass().addAll("message-box", Tone.CALM.styleClass());
        return List.of(head, figures, faults);
    }

    private Node fault(UsersExchange.RowFault fault) {
        Label line = kit.label("import.line", fault.line());
        line.getStyleClass().add("figure");
        line.setMinWidth(76);
        String field = fault.field();
        Label words = new Label(field == null ? fault.message() : field + " " + fault.message());
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox row = new HBox(8, line, words);
        row.setAlignment(Pos.BASELINE_LEFT);
        return row;
    }

    private VBox figure(String key, long value) {
        Label number = new Label(Figures.whole(value));
        number.getStyleClass().add("tile-figure");
        VBox box = new VBox(2, number, kit.styled("tile-name", key));
        box.getStyleClass().add("figure-tile");
        box.setPrefWidth(120);
        return box;
    }

    private Node goesOn() {
        Label words = kit.styled("muted", "job.goesOn");
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        return words;
    }
}
