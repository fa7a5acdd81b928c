package dev.gatehouse.ui.message;

import dev.gatehouse.model.api.RoomsExchange;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.KeptSelection;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The rooms; at the right who is in one of them, and what was said there. */
final class RoomsPane extends VBox {

    private static final double SIDE = 384;

    private final MessageViewModel model;
    private final RoomsModel rooms;
    private final Kit kit;

    RoomsPane(MessageViewModel model, Kit kit) {
        super(12);
        this.model = model;
        this.rooms = model.rooms();
        this.kit = kit;
        RowTable<RoomsExchange.Room> table = table();
        HBox.setHgrow(table, Priority.ALWAYS);
        table.setMinWidth(0);
        HBox middle = new HBox(12, table, side());
        VBox.setVgrow(middle, Priority.ALWAYS);
        Label count = new Label();
        count.getStyleClass().add("muted");
        count.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages().get("table.count", rooms.rows().size(), rooms.totalProperty().get()),
                        rooms.rows(), rooms.totalProperty(), kit.messages().languageProperty()));
        getChildren().addAll(kit.toolbar(kit.search("room.search", rooms.searchProperty()), kit.spacer(), count),
                middle);
    }

    private RowTable<RoomsExchange.Room> table() {
        Columns columns = new Columns(kit);
        RowTable<RoomsExchange.Room> table = new RowTable<>(kit, rooms.rows(), rooms.load(),
                Bindings.createStringBinding(
                        () -> kit.messages()
                                .get(rooms.searchProperty().get().isBlank() ? "room.none" : "room.noneMatch"),
                        rooms.searchProperty(), kit.messages().languageProperty()),
                rooms::refresh);
        table.setId("rooms");
        table.table()
                .getColumns()
                .setAll(List.of(columns.text("room.name", 200, RoomsExchange.Room::room, "mono"),
                        columns.figure("room.members", 90, room -> Figures.whole(room.members())),
                        columns.text("room.nodes", 200, RoomsPane::nodes)));
        table.hideBelow(420, "room.nodes");
        table.table().getColumns().forEach(column -> column.setSortable(false));
        KeptSelection<RoomsExchange.Room> selection = new KeptSelection<>(table.table(), rooms.rows(),
                RoomsExchange.Room::room, rooms.selectedProperty()::get,
                chosen -> rooms.selectedProperty().set(chosen.room()));
        rooms.selectedProperty().addListener((observed, before, now) -> selection.restore());
        return table;
    }

    private static String nodes(RoomsExchange.Room room) {
        return room.byNode()
                .entrySet()
                .stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(node -> node.getKey() + " " + Figures.whole(node.getValue()))
                .collect(Collectors.joining(", "));
    }

    private VBox side() {
        Label name = kit.value(rooms.selectedProperty().map(String::valueOf).orElse(""), "dialog-title");
        name.setMinWidth(0);
        Button close = kit.iconButton("action.close", Feather.X);
        close.setOnAction(event -> rooms.selectedProperty().set(null));
        Button write = kit.button("room.write", Feather.SEND);
        write.setId("write-to-room");
        write.setVisible(model.maySend());
        write.setManaged(model.maySend());
        write.setOnAction(event -> {
            String room = rooms.selectedProperty().get();
            if (room != null) {
                model.writeTo(ComposeFormModel.Reach.ROOM, room);
            }
        });
        HBox head = new HBox(8, name, kit.spacer(), write, close);
        head.setAlignment(Pos.CENTER_LEFT);
        Label count = new Label();
        count.getStyleClass().add("card-title");
        count.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages().get("room.memberCount", rooms.memberCountProperty().get()),
                        rooms.memberCountProperty(), kit.messages().languageProperty()));
        RowTable<Session> members = members();
        VBox.setVgrow(members, Priority.ALWAYS);
        Node said = said();
        VBox.setVgrow(said, Priority.ALWAYS);
        VBox side = new VBox(8, head, count, members, kit.styled("card-title", "room.history"), said);
        side.setId("room-details");
        side.getStyleClass().add("surface");
        side.setMinWidth(SIDE);
        side.setPrefWidth(SIDE);
        side.setMaxWidth(SIDE);
        side.visibleProperty().bind(rooms.selectedProperty().isNotNull());
        side.managedProperty().bind(side.visibleProperty());
        return side;
    }

    private RowTable<Session> members() {
        Columns columns = new Columns(kit);
        RowTable<Session> members = new RowTable<>(kit, rooms.members(), rooms.memberLoad(), "room.noMembers",
                rooms::refresh);
        members.setId("room-members");
        members.setPrefHeight(180);
        members.table()
                .getColumns()
                .setAll(List.of(columns.text("session.user", 130, Session::username),
                        columns.text("session.node", 90, Session::node, "mono"),
                        columns.age("session.connected", 90, Session::connectedAt)));
        members.table().getColumns().forEach(column -> column.setSortable(false));
        members.table().setOnMouseClicked(event -> open(members, event.getClickCount() == 2));
        members.table().setOnKeyPressed(event -> open(members, event.getCode() == KeyCode.ENTER));
        return members;
    }

    private void open(RowTable<Session> members, boolean wanted) {
        Session session = members.table().getSelectionModel().getSelectedItem();
        if (wanted && session != null) {
            model.goToSession(session.sid());
        }
    }

    private Node said() {
        ListView<ServerFrame.Message> list = new ListView<>(rooms.history());
        list.setId("room-history");
        list.getStyleClass().add("timeline-list");
        list.setPrefHeight(200);
        list.setCellFactory(made -> new SaidCell());
        Label nothing = kit.value(Bindings.createStringBinding(this::nothingSaid, rooms.historyLoad().stateProperty(),
                rooms.historyLoad().failureProperty(), kit.messages().languageProperty()), "muted");
        nothing.setWrapText(true);
        Label failure = kit.value(kit.messages().sentence(rooms.historyLoad().failureProperty()), "field-error");
        failure.setWrapText(true);
        failure.visibleProperty()
                .bind(rooms.historyLoad().failureProperty().isNotNull().and(Bindings.isNotEmpty(rooms.history())));
        failure.managedProperty().bind(failure.visibleProperty());
        list.setPlaceholder(nothing);
        VBox.setVgrow(list, Priority.ALWAYS);
        Button earlier = kit.button("timeline.older", Feather.CHEVRON_UP, "flat");
        earlier.setMaxWidth(Double.MAX_VALUE);
        earlier.visibleProperty().bind(rooms.beforeProperty().isNotNull());
        earlier.managedProperty().bind(earlier.visibleProperty());
        earlier.setOnAction(event -> rooms.earlier());
        return new VBox(4, earlier, failure, list);
    }

    private String nothingSaid() {
        Sentence failure = rooms.historyLoad().failureProperty().get();
        return switch (rooms.historyLoad().stateProperty().get()) {
            case WAITING -> kit.messages().get("table.waiting");
            case READY -> kit.messages().get("room.noHistory");
            case FAILED -> failure == null ? "" : kit.messages().get(failure);
        };
    }

    /** Who said it and when, over what was said. */
    private final class SaidCell extends ListCell<ServerFrame.Message> {

        @Override
        protected void updateItem(ServerFrame.@Nullable Message message, boolean empty) {
            super.updateItem(message, empty);
            setText(null);
            if (empty || message == null) {
                setGraphic(null);
                return;
            }
            Label who = new Label(message.fromName());
            who.getStyleClass().add("timeline-what");
            Label when = new Label(Ages.exact(message.timestamp()));
            when.getStyleClass().add("muted");
            when.setMinWidth(USE_PREF_SIZE);
            Label what = new Label(
                    message.content().isTextual() ? message.content().textValue() : message.content().toString());
            what.setWrapText(true);
            HBox first = new HBox(8, who, kit.spacer(), when);
            first.setAlignment(Pos.BASELINE_LEFT);
            VBox lines = new VBox(2, first, what);
            lines.prefWidthProperty().bind(widthProperty().subtract(24));
            setPrefWidth(0);
            setGraphic(lines);
        }
    }
}
