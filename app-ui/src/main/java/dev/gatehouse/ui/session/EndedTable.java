package dev.gatehouse.ui.session;

import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import java.util.List;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Sessions that are over. */
final class EndedTable extends VBox {

    EndedTable(EndedSessions model, Kit kit) {
        Columns columns = new Columns(kit);
        RowTable<EndedSession> rows = new RowTable<>(kit, model.rows(), model.state(), "session.noneEnded",
                model::load);
        rows.table()
                .getColumns()
                .setAll(List.of(columns.<EndedSession>time("session.endedAt", 150, EndedSession::endedAt),
                        columns.<EndedSession>text("session.user", 130, row -> row.session().username()),
                        columns.<EndedSession>text("session.node", 90, row -> row.session().node(), "mono"),
                        columns.<EndedSession>text("session.ip", 120, row -> row.session().ip(), "mono"),
                        columns.<EndedSession>figure("session.code", 70, row -> Integer.toString(row.code())),
                        columns.<EndedSession>text("session.by", 110, EndedSession::by),
                        columns.<EndedSession>text("session.reason", 240, EndedSession::reason)));
        VBox.setVgrow(rows, Priority.ALWAYS);
        getChildren().add(rows);
    }
}
