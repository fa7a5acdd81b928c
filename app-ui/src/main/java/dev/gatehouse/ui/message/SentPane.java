package dev.gatehouse.ui.message;

import dev.gatehouse.model.api.MessagesExchange;
import dev.gatehouse.model.message.Target;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.KeptSelection;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** What was sent, and all about one of it. */
final class SentPane extends VBox {

    private static final double SIDE = 324;

    private final MessageViewModel model;
    private final SentMessages sent;
    private final Kit kit;

    SentPane(MessageViewModel model, Kit kit) {
        super(12);
        this.model = model;
        this.sent = model.sent();
        this.kit = kit;
        RowTable<MessagesExchange.Report> rows = rows();
        HBox.setHgrow(rows, Priority.ALWAYS);
        rows.setMinWidth(0);
        HBox middle = new HBox(12, rows, details());
        VBox.setVgrow(middle, Priority.ALWAYS);
        Label count = new Label();
        count.getStyleClass().add("muted");
        count.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages().get("table.count", sent.rows().size(), sent.totalProperty().get()),
                        sent.rows(), sent.totalProperty(), kit.messages().languageProperty()));
        getChildren().addAll(middle, kit.toolbar(count));
    }

    private RowTable<MessagesExchange.Report> rows() {
        Columns columns = new Columns(kit);
        RowTable<MessagesExchange.Report> rows = new RowTable<>(kit, sent.rows(), sent.load(), "message.noneSent",
                sent::refresh);
        rows.setId("sent-messages");
        rows.table()
                .getColumns()
                .setAll(List.of(columns.time("message.at", 174, MessagesExchange.Report::at),
                        columns.text("message.to", 150, row -> receivers(row.to())),
                        columns.text("message.content", 220, row -> MessageViewModel.pretty(row).replace('\n', ' ')),
                        columns.text("message.from", 100, MessagesExchange.Report::fromName),
                        columns.figure("message.accepted", 88, row -> Figures.whole(row.accepted())),
                        columns.figure("message.delivered", 88, row -> Figures.whole(row.delivered())),
                        columns.figure("message.queued", 88, row -> Figures.whole(row.queued()))));
        rows.hideBelow(900, "message.queued")
                .hideBelow(760, "message.from")
                .hideBelow(620, "message.content")
                .hideBelow(520, "message.accepted");
        rows.table().getColumns().forEach(column -> column.setSortable(false));
        KeptSelection<MessagesExchange.Report> selection = new KeptSelection<>(rows.table(), sent.rows(),
                MessagesExchange.Report::msgId, this::selected, sent.selectedProperty()::set);
        sent.selectedProperty().addListener((observed, before, now) -> selection.restore());
        return rows;
    }

    private @Nullable String selected() {
        MessagesExchange.Report report = sent.selectedProperty().get();
        return report == null ? null : report.msgId();
    }

    private String receivers(Target to) {
        if (Boolean.TRUE.equals(to.all())) {
            return kit.messages().get("message.all");
        }
        if (to.room() != null) {
            return kit.messages().get("message.toRoom", to.room());
        }
        if (to.node() != null) {
            return kit.messages().get("message.toNode", to.node());
        }
        if (to.user() != null) {
            return kit.messages().get("message.toUser", to.user());
        }
        return to.sessions() == null
                ? kit.messages().get("message.toSession", String.valueOf(to.session()))
                : kit.messages().get("message.toSessions", to.sessions().size());
    }

    private VBox details() {
        VBox side = new VBox(12);
        side.setId("sent-details");
        side.getStyleClass().add("surface");
        side.setMinWidth(SIDE);
        side.setPrefWidth(SIDE);
        side.setMaxWidth(SIDE);
        side.visibleProperty().bind(sent.selectedProperty().isNotNull());
        side.managedProperty().bind(side.visibleProperty());
        kit.follow(side, () -> show(side), sent.followedProperty(), kit.messages().languageProperty());
        return side;
    }

    private void show(VBox side) {
        MessagesExchange.Report report = sent.selectedProperty().get();
        Delivery delivery = sent.followedProperty().get();
        side.getChildren().clear();
        if (report == null || delivery == null) {
            return;
        }
        Label name = new Label(receivers(report.to()));
        name.getStyleClass().add("dialog-title");
        name.setMinWidth(0);
        Button close = kit.iconButton("action.close", Feather.X);
        close.setOnAction(event -> sent.selectedProperty().set(null));
        HBox head = new HBox(8, name, kit.spacer(), close);
        head.setAlignment(Pos.CENTER_LEFT);
        TextArea content = new TextArea(MessageViewModel.pretty(report));
        content.setEditable(false);
        content.setWrapText(true);
        content.setPrefRowCount(5);
        content.setMinHeight(72);
        content.getStyleClass().add("mono");
        content.accessibleTextProperty().bind(kit.messages().text("message.content"));
        VBox lines = new VBox(8, kit.detail("message.at", Ages.exact(report.at()), "mono"),
                kit.detail("message.from", report.fromName()),
                kit.detail("message.qos", kit.messages().get(ComposeForm.key(report.qos()))),
                kit.detail("message.id", report.msgId(), "mono"));
        VBox all = new VBox(12, content, lines, new DeliveryCard(delivery, kit));
        ScrollPane scroll = new ScrollPane(all);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        side.getChildren().addAll(head, scroll);
        if (model.maySend()) {
            Button again = kit.button("message.again", Feather.COPY);
            again.setId("write-again");
            again.setOnAction(event -> model.writeAgain(report));
            side.getChildren().add(again);
        }
    }
}
