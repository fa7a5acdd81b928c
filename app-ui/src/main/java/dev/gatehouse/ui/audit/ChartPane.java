package dev.gatehouse.ui.audit;

import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Kit;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The chart, what it says in a line, and the way back from a closer look. */
final class ChartPane extends VBox {

    private final AuditViewModel model;
    private final Kit kit;

    ChartPane(AuditViewModel model, Kit kit) {
        super(2);
        this.model = model;
        this.kit = kit;
        getStyleClass().addAll("table-surface", "chart-pane");
        AuditChart chart = new AuditChart(kit, model::zoom, model.range()::zoomOut);
        model.counts().shownProperty().addListener((observed, before, now) -> chart.show(now));
        chart.show(model.counts().shownProperty().get());
        Label words = new Label();
        words.setId("chart-words");
        words.getStyleClass().add("muted");
        words.setMinWidth(0);
        words.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> chart.pointedProperty().get().isEmpty() ? told() : chart.pointedProperty().get(),
                        chart.pointedProperty(), model.counts().shownProperty(),
                        model.counts().load().failureProperty(), model.words().faultProperty(),
                        kit.messages().languageProperty()));
        Button out = kit.button("audit.chart.out", Feather.ZOOM_OUT, "flat", "small");
        out.setId("zoom-out");
        out.setOnAction(event -> model.range().zoomOut());
        out.visibleProperty().bind(model.range().zoomedProperty());
        HBox line = new HBox(12, words, kit.spacer(), out, key("bar-accepted", "outcome.accepted"),
                key("bar-refused", "outcome.refused"), key("bar-failed", "outcome.failed"));
        line.setAlignment(Pos.CENTER_LEFT);
        line.setMinHeight(24);
        getChildren().addAll(line, chart);
    }

    private Node key(String styleClass, String text) {
        Region patch = new Region();
        patch.getStyleClass().addAll("chart-key", styleClass);
        Label label = kit.styled("muted", text);
        label.setGraphic(patch);
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private String told() {
        Sentence failure = model.counts().load().failureProperty().get();
        if (failure != null) {
            return kit.messages().get("audit.chart.failed", kit.messages().get(failure));
        }
        AuditCounts.Histogram shown = model.counts().shownProperty().get();
        if (shown.bars().isEmpty()) {
            return model.words().faultProperty().get() == null ? kit.messages().get("audit.chart.none") : "";
        }
        return kit.messages().get("audit.chart.told", shown.total(), Ages.exact(shown.from()), Ages.exact(shown.to()));
    }
}
