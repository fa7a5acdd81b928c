package dev.gatehouse.ui.audit;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.widget.Badge;
import dev.gatehouse.ui.widget.ColumnChooser;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import java.util.List;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/** Records, one per row. The details follow what the operator chooses, and never rows that move by themselves. */
final class AuditTable {

    /** What most actions need, in pixels. */
    private static final double LEAST_ACTION = 110;

    private final AuditViewModel model;
    private final Kit kit;
    private final RowTable<AuditEntry> rows;
    private final ColumnChooser chooser;

    AuditTable(AuditViewModel model, Kit kit, ObservableList<AuditEntry> shown, Load load, String emptyKey) {
        this.model = model;
        this.kit = kit;
        rows = new RowTable<>(kit, shown, load, emptyKey, model::refresh);
        TableView<AuditEntry> table = rows.table();
        table.getColumns().setAll(columns());
        table.getColumns().forEach(column -> column.setSortable(false));
        chooser = new ColumnChooser(kit, table, 1, model.columns().hidden(), model.columns()::hide)
                .leaveOutBelow(400, "audit.outcome")
                .leaveOutBelow(420, "audit.actor")
                .leaveOutBelow(520, "audit.resource")
                .leaveOutBelow(720, "audit.reason")
                .leaveOutBelow(860, "audit.position")
                .leaveOutBelow(1060, "audit.node")
                .leaveOutBelow(1180, "audit.trace");
        table.setOnMouseClicked(event -> choose());
        table.addEventHandler(KeyEvent.KEY_RELEASED, this::key);
        model.record().shownProperty().addListener((observed, before, now) -> follow(now));
    }

    RowTable<AuditEntry> node() {
        return rows;
    }

    /** The menu of its columns. */
    Node chooser() {
        return chooser;
    }

    private List<TableColumn<AuditEntry, ?>> columns() {
        Columns columns = new Columns(kit);
        TableColumn<AuditEntry, String> action = columns.text("audit.action", 130,
                row -> row.event().data().action(), "mono");
        action.setMinWidth(LEAST_ACTION);
        return List.of(columns.time("audit.time", 174, row -> row.event().time()),
                columns.text("audit.actor", 110, row -> row.event().data().actor().name()),
                action,
                columns.badge("audit.outcome", 126, this::outcome),
                columns.text("audit.resource", 200, row -> row.event().data().resource(), "mono"),
                columns.text("audit.reason", 160, row -> row.event().data().reason()),
                columns.text("audit.position", 150, row -> row.position().toString(), "mono", "keeps-end"),
                columns.text("audit.node", 90, row -> row.event().data().node(), "mono"),
                columns.text("audit.trace", 150, row -> row.event().traceId(), "mono"));
    }

    private Badge outcome(AuditEntry row) {
        Outcome outcome = row.event().data().outcome();
        return Badge.of(AuditView.tone(outcome), kit.messages().get(AuditView.key(outcome)));
    }

    private void choose() {
        AuditEntry chosen = rows.table().getSelectionModel().getSelectedItem();
        if (chosen != null) {
            model.record().shownProperty().set(chosen);
        }
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case UP, DOWN, PAGE_UP, PAGE_DOWN, HOME, END, ENTER, SPACE -> choose();
            case ESCAPE -> model.record().shownProperty().set(null);
            default -> {
            }
        }
    }

    /** A panel that was shut opens again by a click on the same row. */
    private void follow(@Nullable AuditEntry shown) {
        if (shown == null) {
            rows.table().getSelectionModel().clearSelection();
        }
    }
}
