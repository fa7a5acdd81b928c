package dev.gatehouse.ui.trace;

import dev.gatehouse.model.api.TracesExchange.Order;
import dev.gatehouse.model.trace.TraceSummary;
import dev.gatehouse.ui.widget.Badge;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import dev.gatehouse.ui.widget.Segments;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The traces as a list, or one of them as a waterfall. */
public final class TraceView extends VBox {

    private final TraceViewModel model;
    private final Kit kit;

    public TraceView(TraceViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        Node list = list();
        Node waterfall = new WaterfallPane(model, kit);
        list.visibleProperty().bind(model.openIdProperty().isNull());
        waterfall.visibleProperty().bind(model.openIdProperty().isNotNull());
        StackPane middle = new StackPane(list, waterfall);
        VBox.setVgrow(middle, Priority.ALWAYS);
        Label gaps = kit.value(kit.messages().sentence(model.gapsProperty()), "tone-warn-plain");
        gaps.setId("trace-gaps");
        gaps.setWrapText(true);
        gaps.visibleProperty().bind(model.gapsProperty().isNotNull());
        gaps.managedProperty().bind(gaps.visibleProperty());
        getStyleClass().add("view");
        getChildren().addAll(kit.head("place.traces", "trace.line"), middle, gaps);
    }

    private Node list() {
        TextField search = kit.search("trace.search", model.searchProperty());
        search.setPrefWidth(320);
        RowTable<TraceSummary> table = table();
        VBox.setVgrow(table, Priority.ALWAYS);
        return new VBox(12, kit.toolbar(search, kit.spacer(),
                new Segments<>(kit, List.of(Order.values()), TraceView::key, model.orderProperty())), table);
    }

    private static String key(Order order) {
        return switch (order) {
            case NEWEST -> "trace.newest";
            case SLOWEST -> "trace.slowest";
            case FAILED -> "trace.failed";
        };
    }

    private RowTable<TraceSummary> table() {
        Columns columns = new Columns(kit);
        RowTable<TraceSummary> rows = new RowTable<>(kit, model.rows(), model.load(), "trace.none", model::refresh);
        rows.table().setId("traces");
        rows.table().getColumns().setAll(List.of(columns.time("trace.time", 174, TraceSummary::startedAt),
                columns.text("trace.name", 280, TraceSummary::name, "mono"),
                columns.badge("trace.state", 120, this::state),
                columns.figure("trace.took", 96, row -> Figures.micros(row.durationMicros())),
                columns.figure("trace.spans", 72, row -> Figures.whole(row.spans())),
                columns.text("trace.nodes", 140, row -> String.join(", ", row.nodes()), "mono"),
                columns.text("trace.id", 260, TraceSummary::traceId, "mono")));
        rows.hideBelow(980, "trace.id").hideBelow(760, "trace.nodes").hideBelow(620, "trace.spans");
        rows.table().getColumns().forEach(column -> column.setSortable(false));
        rows.table().setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                open(rows);
            }
        });
        rows.table().setOnMouseClicked(event -> open(rows));
        return rows;
    }

    private void open(RowTable<TraceSummary> rows) {
        TraceSummary chosen = rows.table().getSelectionModel().getSelectedItem();
        if (chosen != null) {
            rows.table().getSelectionModel().clearSelection();
            model.open(chosen.traceId());
        }
    }

    private Badge state(TraceSummary row) {
        return row.failed()
                ? Badge.of(Tone.BAD, kit.messages().get("trace.bad"))
                : Badge.of(Tone.GOOD, kit.messages().get("trace.good"));
    }
}
