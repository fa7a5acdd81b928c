package dev.gatehouse.ui.audit;

import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.ui.task.FileExport;
import dev.gatehouse.ui.widget.Kit;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;

/** How many records there are, what part of the log they were found in, and an export on its way. */
final class AuditFoot extends HBox {

    private final AuditViewModel model;
    private final Kit kit;

    AuditFoot(AuditViewModel model, Kit kit) {
        super(8);
        this.model = model;
        this.kit = kit;
        setAlignment(Pos.CENTER_LEFT);
        setMinHeight(28);
        Label count = new Label();
        count.setId("audit-count");
        count.getStyleClass().add("muted");
        count.setMinWidth(USE_PREF_SIZE);
        count.textProperty()
                .bind(Bindings.createStringBinding(this::counted, model.modeProperty(), model.tail().rows(),
                        model.tail().totalProperty(), model.pages().rows(), model.pages().totalProperty(),
                        model.groups().lines(), kit.messages().languageProperty()));
        Button more = kit.button("table.more", Feather.CHEVRON_DOWN, "flat", "small");
        more.setId("audit-more");
        more.disableProperty().bind(model.range().faultProperty().isNotNull());
        more.setOnAction(event -> model.pages().more());
        AuditView.whileTrue(more, model.modeProperty()
                .isEqualTo(AuditViewModel.Mode.SEARCH)
                .and(model.pages().moreProperty()));
        getChildren().addAll(count, more, exporting(), kit.spacer(), scan());
        coverage();
    }

    private String counted() {
        return switch (model.modeProperty().get()) {
            case LIVE -> kit.messages()
                    .get("table.count", model.tail().rows().size(), model.tail().totalProperty().get());
            case SEARCH -> kit.messages()
                    .get("table.count", model.pages().rows().size(), model.pages().totalProperty().get());
            case GROUPS -> kit.messages().get("audit.group.total", model.groups().count());
        };
    }

    private void coverage() {
        CoverageBar bar = new CoverageBar();
        bar.setPrefWidth(120);
        Label words = new Label();
        words.setId("coverage");
        words.getStyleClass().add("muted");
        words.setMinWidth(0);
        Runnable show = () -> {
            Coverage now = model.pages().coverageProperty().get();
            bar.show(now == null ? List.of() : now.partitions());
            words.setText(now == null ? ""
                    : kit.messages().get(CoverageTold.of(now, model.pages().scannedProperty().get())));
            bar.setAccessibleText(words.getText());
        };
        model.pages().coverageProperty().addListener((observed, before, now) -> show.run());
        model.pages().scannedProperty().addListener((observed, before, now) -> show.run());
        kit.followLanguage(words, show);
        getChildren().addAll(bar, words);
    }

    /** Where the index is behind, the rest can be read straight from the log. */
    private Node scan() {
        Hyperlink scan = new Hyperlink();
        scan.setId("audit-scan");
        scan.setMinWidth(USE_PREF_SIZE);
        scan.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages()
                                .get(model.pages().scanProperty().get() ? "audit.scan.off" : "audit.scan.on"),
                        model.pages().scanProperty(), kit.messages().languageProperty()));
        scan.setOnAction(event -> {
            scan.setVisited(false);
            model.pages().scanProperty().set(!model.pages().scanProperty().get());
        });
        return AuditView.whileTrue(scan, Bindings.createBooleanBinding(() -> {
            Coverage now = model.pages().coverageProperty().get();
            return model.modeProperty().get() == AuditViewModel.Mode.SEARCH
                    && (model.pages().scanProperty().get() || (now != null && CoverageTold.behind(now) > 0));
        }, model.modeProperty(), model.pages().coverageProperty(), model.pages().scanProperty()));
    }

    private Node exporting() {
        ProgressBar bar = new ProgressBar(-1);
        bar.setId("audit-export-bar");
        bar.setPrefWidth(120);
        Label words = new Label();
        words.setId("audit-export-words");
        words.getStyleClass().add("muted");
        Runnable show = () -> {
            FileExport.Progress now = model.export().progressProperty().get();
            bar.setProgress(now.part());
            words.setText(now.total() < 0 ? kit.messages().get("audit.export.begun", now.records())
                    : kit.messages().get("audit.export.running", now.records(), now.total()));
        };
        model.export().progressProperty().addListener((observed, before, now) -> show.run());
        kit.followLanguage(words, show);
        Button stop = kit.iconButton("export.stop", Feather.X, "small");
        stop.setId("audit-export-stop");
        stop.setOnAction(event -> model.export().stop());
        return AuditView.whileTrue(kit.toolbar(words, bar, stop), model.export().runningProperty());
    }
}
