package dev.gatehouse.ui.session;

import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.SteadyList;
import dev.gatehouse.ui.widget.ColumnChooser;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.KeptSelection;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.collections.MapChangeListener;
import javafx.collections.WeakMapChangeListener;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.Tooltip;
import javafx.css.PseudoClass;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The rows of sessions: sorted by the server, ticked one by one, each with its details. */
final class SessionTable {

    private static final double MARK_WIDTH = 40;
    private static final KeyCombination ALL = new KeyCodeCombination(KeyCode.A, KeyCombination.SHORTCUT_DOWN);

    private final SessionViewModel model;
    private final Kit kit;
    private final RowTable<Session> rows;
    private final ColumnChooser chooser;
    private final KeptSelection<Session> selection;
    private final ContextMenu menu = new ContextMenu();

    /**
     * @param emptyKey what to say where there are no rows, and nothing is searched for
     * @param otherKey the same where something is
     */
    SessionTable(SessionViewModel model, Kit kit, SteadyList<Session> shown, Load load, String emptyKey,
            String otherKey) {
        this.model = model;
        this.kit = kit;
        rows = new RowTable<>(kit, shown, load,
                Bindings.createStringBinding(() -> kit.messages().get(model.isFiltered() ? otherKey : emptyKey),
                        model.searchProperty(), model.kindProperty(), kit.messages().languageProperty()),
                model::refresh);
        rows.table().getColumns().setAll(columns());
        rows.table().setRowFactory(made -> new SessionRow(kit));
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
        selection = new KeptSelection<>(rows.table(), shown, Session::sid, this::focused,
                model.focusedProperty()::set);
        rows.table().addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        rows.table().setOnContextMenuRequested(this::offer);
        menu.setId("session-filters");
    }

    private @Nullable String focused() {
        Session session = model.focusedProperty().get();
        return session == null ? null : session.sid();
    }

    /** Selects what the model looks at. */
    void restore() {
        selection.restore();
    }

    /** Offers to search for what a cell says; from the keyboard, for what any cell of the row says. */
    private void offer(ContextMenuEvent event) {
        Session session = rows.table().getSelectionModel().getSelectedItem();
        String field = event.isKeyboardTrigger() ? null : field(event.getPickResult().getIntersectedNode());
        menu.getItems().clear();
        if (session != null) {
            SessionWords.of(session, field, kit.now().getValue()).forEach(word -> menu.getItems().add(item(word)));
        }
        if (!menu.getItems().isEmpty()) {
            menu.show(rows.table(), event.getScreenX(), event.getScreenY());
        }
        event.consume();
    }

    private MenuItem item(String word) {
        MenuItem item = new MenuItem(kit.messages().get("session.only", word), kit.icon(Feather.FILTER));
        item.setMnemonicParsing(false);
        item.setOnAction(chosen -> model.narrow(word));
        return item;
    }

    private static @Nullable String field(@Nullable Node picked) {
        for (Node node = picked; node != null; node = node.getParent()) {
            if (node instanceof TableCell<?, ?> cell && cell.getTableColumn() != null) {
                return cell.getTableColumn().getUserData() instanceof String field ? field : null;
            }
        }
        return null;
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

    /** A row that says where its node is not heard of. */
    private static final class SessionRow extends TableRow<Session> {

        private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

        private final Tooltip away = new Tooltip();

        SessionRow(Kit kit) {
            away.textProperty().bind(kit.messages().text("session.staleRow"));
        }

        @Override
        protected void updateItem(@Nullable Session session, boolean empty) {
            super.updateItem(session, empty);
            boolean stale = !empty && session != null && session.stale();
            pseudoClassStateChanged(STALE, stale);
            setTooltip(stale ? away : null);
        }
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
