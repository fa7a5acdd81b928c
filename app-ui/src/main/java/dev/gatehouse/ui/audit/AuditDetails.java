package dev.gatehouse.ui.audit;

import dev.gatehouse.model.audit.AuditData;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Kit;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** One audit record: who, what, why, and what it was before and after. */
final class AuditDetails extends VBox {

    private static final double WIDTH = 372;

    private final AuditViewModel model;
    private final Kit kit;
    private final VBox content = new VBox(12);

    AuditDetails(AuditViewModel model, Kit kit) {
        super(12);
        this.model = model;
        this.kit = kit;
        setId("audit-details");
        getStyleClass().add("surface");
        setMinWidth(WIDTH);
        setPrefWidth(WIDTH);
        setMaxWidth(WIDTH);
        visibleProperty().bind(model.selectedProperty().isNotNull());
        managedProperty().bind(visibleProperty());
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().add(scroll);
        model.selectedProperty().addListener((observed, before, now) -> show());
        kit.messages().languageProperty().addListener((observed, before, now) -> show());
        show();
    }

    private void show() {
        AuditEntry entry = model.selectedProperty().get();
        if (entry == null) {
            content.getChildren().clear();
            return;
        }
        AuditData data = entry.event().data();
        Label action = new Label(data.action());
        action.getStyleClass().add("dialog-title");
        Button close = kit.iconButton("action.close", Feather.X);
        close.setOnAction(event -> model.selectedProperty().set(null));
        HBox head = new HBox(8, action, kit.spacer(), close);
        head.setAlignment(Pos.CENTER_LEFT);
        VBox lines = new VBox(8, kit.detail("audit.time", Ages.exact(entry.event().time()), "mono"),
                kit.detail("audit.actor", data.actor().name()),
                kit.detail("audit.ip", data.actor().ip() == null ? "–" : data.actor().ip(), "mono"),
                kit.detail("audit.resource", data.resource(), "mono"),
                kit.detail("audit.reason", data.reason() == null ? "–" : data.reason()),
                kit.detail("audit.node", data.node(), "mono"),
                kit.detail("audit.position", entry.position().toString(), "mono"),
                kit.detail("audit.trace", entry.event().traceId() == null ? "–" : entry.event().traceId(), "mono"),
                kit.detail("audit.hash", data.hash(), "mono"));
        content.getChildren().setAll(head, new HBox(AuditView.badge(kit, data.outcome())), lines);
        String traceId = entry.event().traceId();
        if (traceId != null) {
            Button trace = kit.button("trace.open", Feather.GIT_BRANCH, "small");
            trace.setId("open-trace");
            trace.setOnAction(event -> model.openTrace(traceId));
            content.getChildren().add(trace);
        }
        List<JsonDiff.Field> fields = JsonDiff.of(data.before(), data.after());
        if (!fields.isEmpty()) {
            content.getChildren().addAll(kit.styled("card-title", "audit.change"), diff(fields));
        }
    }

    private VBox diff(List<JsonDiff.Field> fields) {
        VBox rows = new VBox(8);
        for (JsonDiff.Field field : fields) {
            Label name = new Label(field.name());
            name.getStyleClass().add("detail-name");
            VBox row = new VBox(2, name);
            if (field.changed()) {
                row.getChildren().addAll(side("−", field.before(), "tone-bad"), side("+", field.after(), "tone-good"));
            } else {
                row.getChildren().add(side(" ", field.after(), "tone-calm"));
            }
            rows.getChildren().add(row);
        }
        return rows;
    }

    private static Label side(String sign, String text, String tone) {
        Label label = new Label(sign + " " + (text.isEmpty() ? "–" : text));
        label.setWrapText(true);
        label.setMaxWidth(Double.MAX_VALUE);
        label.setStyle("-fx-background-radius: 4;");
        label.getStyleClass().addAll("diff-cell", tone);
        return label;
    }
}
