package dev.gatehouse.ui.session;

import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.widget.ColumnChooser;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import java.util.List;
import javafx.collections.MapChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.WeakMapChangeListener;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/** The rows of sessions: sorted by the server, ticked one by one, each with its details. */
final class SessionTable {

    private static final double MARK_WIDTH = 40;
    private static final KeyCombination ALL = new KeyCodeCombination(KeyCode.A, KeyCombination.SHORTCUT_DOWN);

    private final SessionViewModel model;
    private final Kit kit;
    private final RowTable<Session> rows;
    private final ColumnChooser chooser;

    SessionTable(SessionViewModel model, Kit kit, ObservableList<Session> shown, Load load, String emptyKey) {
        this.model = model;
        this.kit = kit;
        rows = new RowTable<>(kit, shown, load, emptyKey, model::refresh);
        rows.table().getColumns().setAll(columns());
        chooser = new ColumnChooser(kit, rows.table(), 2, model.columns().hidden(), model.columns()::hide)
                .leaveOutBelow(420, "session.seen")
                .leaveOutBelow(500, "session.connected")
                .leaveOutBelow(600, "session.kind")
                .leaveOutBelow(680, "session.rooms")
                .leaveOutBelow(760, "session.agent")
                .leaveOutBelow(900, "session.login")
                .leaveOutBelow(1060, "session.sid");
        rows.table().setSortPolicy(table -> {
            model.sortBy(order(table.getSortOrder()));
            return true;
        });
        rows.table().getSelectionModel().selectedItemProperty().addListener((observed, before, now) -> {
            if (now != null) {
                model.focusedProperty().set(now);
            }
        });
        rows.table().addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    RowTable<Session> node() {
        return rows;
    }

    /** The menu of its columns. */
    Node chooser() {
        return chooser;
    }

    private List<TableColumn<Session, ?>> columns() {
        Columns columns = new Columns(kit);
        TableColumn<Session, Session> mark = columns.node("session.markColumn", MARK_WIDTH, session -> new CheckBox());
        mark.textProperty().unbind();
        mark.setText("");
        mark.setMinWidth(MARK_WIDTH);
        mark.setMaxWidth(MARK_WIDTH);
        mark.setCellFactory(made -> new MarkCell(model));
        return List.of(mark, named(columns.text("session.user", 130, Session::username), "username"),
                named(columns.text("session.node", 90, Session::node, "mono"), "node"),
                named(columns.text("session.ip", 120, Session::ip, "mono"), "ip"),
                named(columns.text("session.kind", 80,
                        row -> kit.messages().get(SessionView.kindKey(row.kind()))), "kind"),
                named(columns.text("session.agent", 140, Session::agent), "agent"),
                named(columns.age("session.connected", 96, Session::connectedAt), "connectedAt"),
                named(columns.age("session.seen", 90, Session::lastSeenAt), "lastSeenAt"),
                named(columns.text("session.rooms", 110, row -> String.join(", ", row.rooms())), "rooms"),
                named(columns.age("session.login", 90, Session::loginAt), "loginAt"),
                named(columns.text("session.sid", 150, Session::sid, "mono"), "sid"));
    }

    private void key(KeyEvent event) {
        Session session = rows.table().getSelectionModel().getSelectedItem();
        if (ALL.match(event)) {
            model.markPage();
        } else if (event.getCode() == KeyCode.SPACE && session != null && model.isNow()) {
            model.mark(session, !model.marked().containsKey(session.sid()));
        } else {
            return;
        }
        event.consume();
    }

    private static <T> TableColumn<Session, T> named(TableColumn<Session, T> column, String field) {
        column.setUserData(field);
        return column;
    }

    private static @Nullable String order(List<TableColumn<Session, ?>> columns) {
        if (columns.isEmpty() || columns.getFirst().getUserData() == null) {
            return null;
        }
        TableColumn<Session, ?> first = columns.getFirst();
        return (first.getSortType() == TableColumn.SortType.DESCENDING ? "-" : "") + first.getUserData();
    }

    /** A tick that the cell keeps, whichever row it shows. */
    private static final class MarkCell extends TableCell<Session, Session> {

        private final SessionViewModel model;
        private final CheckBox box = new CheckBox();
        private final MapChangeListener<String, Session> marks = change -> show();

        MarkCell(SessionViewModel model) {
            this.model = model;
            getStyleClass().add("mark-cell");
            box.setFocusTraversable(false);
            box.setOnAction(event -> {
                Session session = getItem();
                if (session != null) {
                    model.mark(session, box.isSelected());
                }
            });
            model.marked().addListener(new WeakMapChangeListener<>(marks));
        }

        private void show() {
            Session session = getItem();
            if (session != null && !isEmpty()) {
                box.setSelected(model.marked().containsKey(session.sid()));
            }
        }

        @Override
        protected void updateItem(@Nullable Session session, boolean empty) {
            super.updateItem(session, empty);
            if (empty || session == null) {
                setGraphic(null);
                return;
            }
            box.setAccessibleText(session.username());
            box.setDisable(!model.isNow());
            show();
            setGraphic(box);
        }
    }
}
