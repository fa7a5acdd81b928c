package dev.gatehouse.ui.session;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Question;
import dev.gatehouse.ui.widget.RowTable;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.collections.MapChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Online sessions with their details, and those that are over. */
public final class SessionView extends VBox {

    private final SessionViewModel model;
    private final Kit kit;
    private final Dialogs dialogs;
    private final RowTable<Session> online;

    public SessionView(SessionViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        this.dialogs = new Dialogs(kit);
        this.online = onlineTable();
        SessionDetails details = new SessionDetails(model, kit, session -> askKick(List.of(session)));
        HBox table = new HBox(12, online, details);
        HBox.setHgrow(online, Priority.ALWAYS);
        VBox now = new VBox(12, bar(), table, pager());
        VBox.setVgrow(table, Priority.ALWAYS);
        EndedTable over = new EndedTable(model.ended(), kit);
        over.setVisible(false);
        StackPane tabs = new StackPane(now, over);
        VBox.setVgrow(tabs, Priority.ALWAYS);
        getStyleClass().add("view");
        getChildren().addAll(kit.head("place.sessions", "session.line", tabBar(now, over)), tabs);
    }

    private Node tabBar(Node now, Node over) {
        ToggleGroup group = new ToggleGroup();
        ToggleButton first = tab("session.online", group, "left-pill");
        ToggleButton second = tab("session.ended", group, "right-pill");
        model.overProperty().addListener((observed, before, wanted) -> (wanted ? second : first).setSelected(true));
        (model.overProperty().get() ? second : first).setSelected(true);
        now.setVisible(first.isSelected());
        over.setVisible(second.isSelected());
        group.selectedToggleProperty().addListener((observed, before, chosen) -> {
            if (chosen == null) {
                before.setSelected(true);
                return;
            }
            now.setVisible(first.isSelected());
            over.setVisible(second.isSelected());
            if (second.isSelected() && !model.overProperty().get()) {
                model.ended().load();
            }
            model.overProperty().set(second.isSelected());
        });
        return new HBox(first, second);
    }

    private ToggleButton tab(String key, ToggleGroup group, String side) {
        ToggleButton tab = new ToggleButton();
        tab.setId(key.replace('.', '-'));
        tab.textProperty().bind(kit.messages().text(key));
        tab.getStyleClass().addAll("segment", side);
        tab.setToggleGroup(group);
        return tab;
    }

    private Node bar() {
        ToggleButton pause = new ToggleButton();
        pause.setId("pause");
        pause.setGraphic(kit.icon(Feather.PAUSE));
        pause.textProperty().bind(kit.messages().text("session.pause"));
        pause.selectedProperty().bindBidirectional(model.online().pausedProperty());
        Button kick = kit.button("session.kickMarked", Feather.LOG_OUT, "danger");
        kick.setId("kick");
        kick.disableProperty().bind(Bindings.isEmpty(model.marked()));
        kick.setVisible(model.mayKick());
        kick.setOnAction(event -> askKick(List.copyOf(model.marked().values())));
        Label marked = new Label();
        marked.getStyleClass().add("muted");
        marked.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.marked().isEmpty() ? ""
                                : kit.messages().get("session.marked", model.marked().size()),
                        model.marked(), kit.messages().languageProperty()));
        return kit.toolbar(kit.search("session.search", model.searchProperty()),
                kit.choice(List.of(SessionViewModel.KindFilter.values()), SessionView::kindKey, model.kindProperty(),
                        "session.kind"),
                pause, kit.spacer(), marked, kick);
    }

    private static String kindKey(SessionViewModel.KindFilter filter) {
        return switch (filter) {
            case ANY -> "kind.any";
            case WEB -> kindKey(ClientKind.WEB);
            case APP -> kindKey(ClientKind.APP);
            case ADMIN -> kindKey(ClientKind.ADMIN);
        };
    }

    static String kindKey(ClientKind kind) {
        return switch (kind) {
            case WEB -> "kind.web";
            case APP -> "kind.app";
            case ADMIN -> "kind.admin";
        };
    }

    private RowTable<Session> onlineTable() {
        Columns columns = new Columns(kit);
        RowTable<Session> rows = new RowTable<>(kit, model.online().rows(), model.online().load(), "session.none",
                model::refresh);
        TableColumn<Session, Session> mark = columns.node("session.markColumn", 40, this::mark);
        mark.textProperty().unbind();
        mark.setText("");
        mark.setMinWidth(40);
        mark.setMaxWidth(40);
        rows.table()
                .getColumns()
                .setAll(List.of(mark, named(columns.text("session.user", 130, Session::username), "username"),
                        named(columns.text("session.node", 90, Session::node, "mono"), "node"),
                        named(columns.text("session.ip", 120, Session::ip, "mono"), "ip"),
                        named(columns.text("session.kind", 80, row -> kit.messages().get(kindKey(row.kind()))), "kind"),
                        named(columns.text("session.agent", 140, Session::agent), "agent"),
                        named(columns.age("session.connected", 90, Session::connectedAt), "connectedAt"),
                        named(columns.age("session.seen", 80, Session::lastSeenAt), "lastSeenAt"),
                        columns.text("session.rooms", 110, row -> String.join(", ", row.rooms()))));
        rows.table().getColumns().getLast().setSortable(false);
        rows.hideBelow(760, "session.agent")
                .hideBelow(680, "session.rooms")
                .hideBelow(600, "session.kind")
                .hideBelow(500, "session.connected");
        rows.table().setSortPolicy(table -> {
            model.sortBy(order(table.getSortOrder()));
            return true;
        });
        rows.table().getSelectionModel().selectedItemProperty().addListener((observed, before, now) -> {
            if (now != null) {
                model.focusedProperty().set(now);
            }
        });
        model.marked().addListener((MapChangeListener<String, Session>) change -> rows.table().refresh());
        return rows;
    }

    private static <T> TableColumn<Session, T> named(TableColumn<Session, T> column, String field) {
        column.setUserData(field);
        return column;
    }

    private static @Nullable String order(List<TableColumn<Session, ?>> columns) {
        if (columns.isEmpty()) {
            return null;
        }
        TableColumn<Session, ?> first = columns.getFirst();
        return (first.getSortType() == TableColumn.SortType.DESCENDING ? "-" : "") + first.getUserData();
    }

    private Node mark(Session session) {
        CheckBox box = new CheckBox();
        box.setSelected(model.marked().containsKey(session.sid()));
        box.setAccessibleText(session.username());
        box.setOnAction(event -> model.mark(session, box.isSelected()));
        StackPane holder = new StackPane(box);
        holder.setAlignment(Pos.CENTER);
        return holder;
    }

    private Node pager() {
        Button before = kit.iconButton("session.before", Feather.CHEVRON_LEFT);
        before.setOnAction(event -> model.pageBefore());
        Button after = kit.iconButton("session.after", Feather.CHEVRON_RIGHT);
        after.setOnAction(event -> model.pageAfter());
        before.disableProperty()
                .bind(Bindings.createBooleanBinding(() -> !model.hasBefore(), model.online().dataAtProperty()));
        after.disableProperty()
                .bind(Bindings.createBooleanBinding(() -> !model.hasAfter(), model.online().dataAtProperty()));
        Label place = kit.value(model.place(), "figure");
        Label total = new Label();
        total.getStyleClass().add("muted");
        total.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages().get("session.of", model.online().totalProperty().get()),
                        model.online().totalProperty(), kit.messages().languageProperty()));
        Label paused = kit.badge(Tone.WARN, "");
        paused.textProperty().bind(kit.messages().text("session.paused"));
        paused.visibleProperty().bind(model.online().pausedProperty());
        HBox bar = new HBox(8, place, total, kit.spacer(), paused, before, after);
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    private void askKick(List<Session> sessions) {
        Sentence body = sessions.size() == 1
                ? Sentence.of("session.kickOne", sessions.getFirst().username(), sessions.getFirst().node())
                : Sentence.of("session.kickMany", Figures.whole(sessions.size()));
        dialogs.ask(new Question("session.kickTitle", body, "session.kick", true),
                reason -> model.kick(sessions, reason));
    }
}
