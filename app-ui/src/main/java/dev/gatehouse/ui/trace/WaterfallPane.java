package dev.gatehouse.ui.trace;

import dev.gatehouse.model.api.TracesExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.trace.Span;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** One trace: a bar for each span, its details beside them, its audit records below. */
final class WaterfallPane extends VBox {

    private static final double INDENT = 14;
    private static final int DEEPEST = 10;

    private final TraceViewModel model;
    private final Kit kit;
    private final FlowPane records = new FlowPane(8, 8);

    WaterfallPane(TraceViewModel model, Kit kit) {
        super(12);
        this.model = model;
        this.kit = kit;
        setId("waterfall");
        RowTable<SpanRow> table = table();
        HBox.setHgrow(table, Priority.ALWAYS);
        HBox middle = new HBox(12, table, new SpanDetails(model, kit));
        VBox.setVgrow(middle, Priority.ALWAYS);
        records.setId("trace-records");
        records.visibleProperty().bind(Bindings.isNotEmpty(model.records()));
        records.managedProperty().bind(records.visibleProperty());
        getChildren().addAll(head(), middle, records);
        model.records().addListener((ListChangeListener<AuditEntry>) change -> showRecords());
        kit.followLanguage(this, this::showRecords);
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE || event.getCode() == KeyCode.BACK_SPACE) {
                model.leave();
                event.consume();
            }
        });
    }

    private Node head() {
        Button back = kit.button("trace.back", Feather.ARROW_LEFT, "flat");
        back.setId("trace-back");
        back.setOnAction(event -> model.leave());
        TextField id = new TextField();
        id.setId("trace-id");
        id.setEditable(false);
        id.setPrefColumnCount(32);
        id.getStyleClass().addAll("plain-value", "mono");
        id.textProperty().bind(Bindings.createStringBinding(() -> {
            String open = model.openIdProperty().get();
            return open == null ? "" : open;
        }, model.openIdProperty()));
        id.accessibleTextProperty().bind(kit.messages().text("trace.id"));
        Label facts = new Label();
        facts.setId("trace-facts");
        facts.textProperty().bind(Bindings.createStringBinding(this::facts, model.traceProperty(),
                kit.messages().languageProperty()));
        return kit.toolbar(back, id, kit.spacer(), facts);
    }

    private String facts() {
        TracesExchange.Trace trace = model.traceProperty().get();
        return trace == null
                ? ""
                : kit.messages().get("trace.facts", Ages.exact(trace.startedAt()), trace.durationMillis(),
                        trace.spans().size(), trace.spans().stream().map(Span::node).distinct().count());
    }

    private RowTable<SpanRow> table() {
        Columns columns = new Columns(kit);
        RowTable<SpanRow> rows = new RowTable<>(kit, model.spans(), model.traceLoad(), "trace.noSpans",
                model::refresh);
        rows.table().setId("spans");
        TableColumn<SpanRow, SpanRow> bars = columns.node("trace.timeline", 420, SpanBar::new);
        rows.table().getColumns().setAll(List.of(columns.node("trace.name", 300, this::name),
                columns.text("trace.node", 90, row -> row.span().node(), "mono"), bars));
        rows.hideBelow(520, "trace.node");
        rows.table().getColumns().forEach(column -> column.setSortable(false));
        rows.table().getSelectionModel().selectedItemProperty().addListener((observed, before, now) -> {
            if (now != null) {
                model.selectedProperty().set(now);
            }
        });
        return rows;
    }

    private Node name(SpanRow row) {
        Label name = new Label(row.span().name());
        name.getStyleClass().add("mono");
        name.setMinWidth(0);
        HBox box = new HBox(6);
        if (row.failed()) {
            name.getStyleClass().add("tone-bad-plain");
            box.getChildren().add(kit.icon(Feather.X_CIRCLE));
        }
        box.getChildren().add(name);
        if (row.span().skewMicros() != null) {
            Label moved = new Label("", kit.icon(Feather.CLOCK));
            kit.explain(moved, "trace.moved");
            box.getChildren().add(moved);
        }
        box.setPadding(new Insets(0, 0, 0, Math.min(row.depth(), DEEPEST) * INDENT));
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private void showRecords() {
        records.getChildren().setAll(model.records().stream().map(this::record).toList());
    }

    private Node record(AuditEntry entry) {
        Button open = new Button(entry.event().data().action() + "  " + entry.event().data().actor().name() + " → "
                + entry.event().data().resource(), kit.icon(Feather.BOOK_OPEN));
        open.getStyleClass().addAll("flat", "small");
        open.setOnAction(event -> model.openRecord(entry));
        return open;
    }
}
