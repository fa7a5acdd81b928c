package dev.gatehouse.ui.session;

import dev.gatehouse.model.api.SessionsExchange.Ghost;
import dev.gatehouse.model.api.SessionsExchange.GhostKind;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import java.util.Arrays;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Sessions that were listed though nobody was behind them. */
final class GhostTable extends VBox {

    GhostTable(GhostSessions model, Kit kit) {
        super(12);
        Columns columns = new Columns(kit);
        RowTable<Ghost> rows = new RowTable<>(kit, model.rows(), model.state(), "session.noGhosts", model::load);
        rows.setId("ghosts");
        rows.table()
                .getColumns()
                .setAll(List.of(columns.<Ghost>time("session.foundAt", 174, Ghost::foundAt),
                        columns.<Ghost>text("session.user", 130, row -> row.session().username()),
                        columns.<Ghost>text("session.node", 90, row -> row.session().node(), "mono"),
                        columns.<Ghost>text("session.ip", 120, row -> row.session().ip(), "mono"),
                        columns.<Ghost>age("session.seen", 96, row -> row.session().lastSeenAt()),
                        columns.<Ghost>text("session.howFound", 300, row -> kit.messages().get(reason(row)))));
        rows.hideBelow(760, "session.ip");
        rows.table().getColumns().forEach(column -> column.setSortable(false));
        VBox.setVgrow(rows, Priority.ALWAYS);
        Label line = kit.styled("muted", "session.ghostLine");
        line.setWrapText(true);
        line.setMinWidth(0);
        Label count = new Label();
        count.getStyleClass().add("muted");
        count.setMinWidth(USE_PREF_SIZE);
        count.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages().get("table.count", model.rows().size(), model.totalProperty().get()),
                        model.rows(), model.totalProperty(), kit.messages().languageProperty()));
        getChildren().addAll(kit.toolbar(line, kit.spacer(), count), rows);
    }

    /** How it was found out, as each language says it of its kind. */
    static Sentence reason(Ghost ghost) {
        return Arrays.stream(GhostKind.values())
                .map(GhostKind::word)
                .filter(kind -> kind.equals(ghost.kind()))
                .findFirst()
                .map(kind -> Sentence.of("ghost." + kind, ghost.reason()))
                .orElseGet(() -> Sentence.verbatim(ghost.reason()));
    }
}
