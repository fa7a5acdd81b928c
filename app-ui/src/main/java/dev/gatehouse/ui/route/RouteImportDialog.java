package dev.gatehouse.ui.route;

import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.FileZone;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.nio.file.Path;
import java.util.ArrayList;
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
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.feather.Feather;

/** Brings routes in from a file: choose or drop it, see what each route would become, save, and take it back. */
final class RouteImportDialog {

    private static final double ROWS_HEIGHT = 280;
    private static final double FIGURE_WIDTH = 108;
    /** More rows are counted, not shown. */
    private static final int MOST_SHOWN = 200;

    private final RouteViewModel model;
    private final Kit kit;
    private final Dialogs dialogs;
    private final VBox content = new VBox(16);
    private final Button start;
    private final ChangeListener<RouteImport.Step> listener = (observed, before, now) -> show(now);

    RouteImportDialog(RouteViewModel model, Kit kit, Dialogs dialogs) {
        this.model = model;
        this.kit = kit;
        this.dialogs = dialogs;
        content.setId("route-import");
        start = kit.button("route.import.start", Feather.UPLOAD, "primary");
        start.setId("route-import-start");
        Guards.guard(kit, start, model.verdict(Deed.EDIT_ROUTE));
        start.setOnAction(event -> model.imports().start());
        content.sceneProperty().addListener((observed, before, now) -> model.imports().watched(now != null));
        model.imports().stepProperty().addListener(new WeakChangeListener<>(listener));
    }

    void open() {
        show(model.imports().stepProperty().get());
        dialogs.wideDialog("route.import.title", content, start);
    }

    private void show(RouteImport.Step step) {
        start.setDisable(!model.imports().mayStart());
        start.setVisible(step instanceof RouteImport.Step.Previewed);
        start.setManaged(start.isVisible());
        content.getChildren().setAll(switch (step) {
            case RouteImport.Step.Choosing choosing -> choosing(choosing);
            case RouteImport.Step.Looking looking -> waiting("route.import.looking", looking.done(), looking.total(),
                    looking.file());
            case RouteImport.Step.Previewed previewed -> previewed(previewed);
            case RouteImport.Step.Running running -> running("route.import.running", running.done(), running.total(),
                    running.file());
            case RouteImport.Step.Over over -> over(over.file(), kit.messages()
                    .get("route.import.over", over.made().size(), over.failed().size(), over.left()), over.failed(),
                    over.made());
            case RouteImport.Step.TakingBack back -> running("route.import.takingBack", back.done(), back.total(),
                    back.file());
            case RouteImport.Step.TakenBack over -> over(over.file(), kit.messages()
                    .get("route.import.takenBack", over.back(), over.failed().size(), over.left()), over.failed(),
                    over.made());
        });
    }

    private List<Node> choosing(RouteImport.Step.Choosing choosing) {
        FileZone zone = new FileZone(kit,
                new FileZone.Words("route.import.drop", "route-import-choose", "route.import.title"),
                new FileChooser.ExtensionFilter("JSON, YAML", "*.json", "*.yaml", "*.yml"),
                file -> model.imports().look(file));
        List<Node> nodes = new ArrayList<>();
        if (choosing.failure() != null) {
            HBox box = new HBox(8, kit.icon(Tone.BAD.icon()),
                    RouteFields.wrapped(kit.messages().get(choosing.failure())));
            box.setId("route-import-failure");
            box.getStyleClass().addAll("message-box", Tone.BAD.styleClass());
            nodes.add(box);
        }
        nodes.add(zone);
        return nodes;
    }

    private List<Node> waiting(String key, int done, int total, Path file) {
        ProgressBar bar = new ProgressBar(total == 0 ? -1 : done / (double) total);
        bar.setMaxWidth(Double.MAX_VALUE);
        Label words = new Label(kit.messages().get(key, done, total));
        words.getStyleClass().add("muted");
        return List.of(FileZone.name(kit, file), words, bar);
    }

    private List<Node> running(String key, int done, int total, Path file) {
        List<Node> nodes = new ArrayList<>(waiting(key, done, total, file));
        Button stop = kit.button("route.import.stop", Feather.SQUARE);
        stop.setOnAction(event -> model.imports().stop());
        nodes.add(stop);
        return nodes;
    }

    private List<Node> previewed(RouteImport.Step.Previewed previewed) {
        HBox figures = new HBox(12);
        for (RouteImport.Kind kind : RouteImport.Kind.values()) {
            figures.getChildren()
                    .add(figure(key(kind), previewed.rows().stream().filter(row -> row.kind() == kind).count()));
        }
        List<RouteImport.Row> telling = previewed.rows()
                .stream()
                .filter(row -> row.kind() != RouteImport.Kind.SAME)
                .toList();
        return List.of(head(previewed.file()), figures, rows(telling));
    }

    /** The file, and the way to another one. */
    private HBox head(Path file) {
        Button other = kit.button("import.other", Feather.FOLDER, "flat");
        other.setId("route-import-other");
        other.setOnAction(event -> model.imports().reset());
        HBox head = new HBox(8, FileZone.name(kit, file), kit.spacer(), other);
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    /** @param made what can be taken back */
    private List<Node> over(Path file, String words, List<RouteImport.Row> failed, List<RouteImport.Made> made) {
        Label outcome = RouteFields.wrapped(words);
        outcome.setId("route-import-outcome");
        List<Node> nodes = new ArrayList<>(List.of(head(file), outcome));
        if (!failed.isEmpty()) {
            nodes.add(rows(failed));
        }
        if (!made.isEmpty()) {
            Button back = kit.button("route.import.takeBack", Feather.ROTATE_CCW);
            back.setId("route-import-back");
            Guards.guard(kit, back, model.verdict(Deed.EDIT_ROUTE));
            back.setOnAction(event -> model.imports().takeBack());
            nodes.add(back);
        }
        return nodes;
    }

    private Node rows(List<RouteImport.Row> telling) {
        VBox rows = new VBox();
        rows.setId("route-import-rows");
        telling.stream().limit(MOST_SHOWN).forEach(row -> rows.getChildren().add(row(row)));
        if (telling.size() > MOST_SHOWN) {
            rows.getChildren()
                    .add(RouteFields.wrapped(kit.messages().get("route.import.more", telling.size() - MOST_SHOWN),
                            "muted"));
        }
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(ROWS_HEIGHT);
        scroll.getStyleClass().add("edge-to-edge");
        return scroll;
    }

    private Node row(RouteImport.Row row) {
        Label name = RouteFields.wrapped(row.name(), "mono");
        HBox.setHgrow(name, Priority.ALWAYS);
        HBox head = new HBox(8, name, kit.spacer(), kit.badge(tone(row.kind()), kit.messages().get(key(row.kind()))));
        head.setAlignment(Pos.CENTER_LEFT);
        VBox box = new VBox(6, head);
        if (row.note() != null) {
            box.getChildren().add(RouteFields.wrapped(kit.messages().get(row.note()), "muted"));
        }
        if (row.kind() == RouteImport.Kind.CHANGED) {
            box.getChildren().add(RouteHistoryPane.diff(kit, row.changes()));
        }
        box.getStyleClass().add("list-row");
        return box;
    }

    private static Tone tone(RouteImport.Kind kind) {
        return switch (kind) {
            case NEW -> Tone.GOOD;
            case CHANGED -> Tone.ACCENT;
            case SAME -> Tone.CALM;
            case FAULTY -> Tone.BAD;
        };
    }

    private static String key(RouteImport.Kind kind) {
        return switch (kind) {
            case NEW -> "route.import.new";
            case CHANGED -> "route.import.changed";
            case SAME -> "route.import.same";
            case FAULTY -> "route.import.faulty";
        };
    }

    private VBox figure(String key, long value) {
        Label number = new Label(Figures.whole(value));
        number.getStyleClass().add("tile-figure");
        VBox box = new VBox(2, number, kit.styled("tile-name", key));
        box.getStyleClass().add("figure-tile");
        box.setPrefWidth(FIGURE_WIDTH);
        return box;
    }
}
