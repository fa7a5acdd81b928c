package dev.gatehouse.ui.session;

import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import dev.gatehouse.ui.widget.Tone;
import java.util.Arrays;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Sessions that are over. */
final class EndedTable extends VBox {

    /** RFC 6455 section 7.4.1: the connection went without a close frame. */
    private static final int LOST = 1006;

    private final EndedSessions model;
    private final Kit kit;

    EndedTable(EndedSessions model, Kit kit) {
        super(12);
        this.model = model;
        this.kit = kit;
        Columns columns = new Columns(kit);
        RowTable<EndedSession> rows = new RowTable<>(kit, model.rows(), model.state(),
                Bindings.createStringBinding(
                        () -> kit.messages().get(model.isFiltered() ? "session.noneEndedMatch" : "session.noneEnded"),
                        model.searchProperty(), model.initiatorProperty(), kit.messages().languageProperty()),
                model::load);
        rows.setId("ended-sessions");
        rows.table()
                .getColumns()
                .setAll(List.of(columns.<EndedSession>time("session.endedAt", 174, EndedSession::endedAt),
                        columns.<EndedSession>text("session.user", 130, row -> row.session().username()),
                        columns.<EndedSession>text("session.node", 90, row -> row.session().node(), "mono"),
                        columns.<EndedSession>text("session.ip", 120, row -> row.session().ip(), "mono"),
                        columns.<EndedSession>node("session.by", 140, this::initiator),
                        columns.<EndedSession>figure("session.code", 64, row -> Integer.toString(row.code())),
                        columns.<EndedSession>text("session.reason", 240, row -> kit.messages().get(reason(row)))));
        rows.table().getColumns().forEach(column -> column.setSortable(false));
        rows.hideBelow(880, "session.ip");
        VBox.setVgrow(rows, Priority.ALWAYS);
        getChildren().addAll(bar(), rows);
    }

    private Node bar() {
        Label count = new Label();
        count.getStyleClass().add("muted");
        count.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages()
                                .get("table.count", model.rows().size(), model.totalProperty().get()),
                        model.rows(), model.totalProperty(), kit.messages().languageProperty()));
        return kit.toolbar(kit.search("session.searchEnded", model.searchProperty()),
                kit.choice(List.of(EndedSessions.Initiator.values()), EndedTable::key, model.initiatorProperty(),
                        "session.by"),
                kit.spacer(), count);
    }

    /** Why it ended: an operator's own words, or what each language says of the close code. */
    static Sentence reason(EndedSession ended) {
        boolean known = Arrays.stream(CloseCode.values()).anyMatch(code -> code.number() == ended.code())
                || ended.code() == LOST;
        return known && EndedSessions.Initiator.of(ended) != EndedSessions.Initiator.OPERATOR
                ? Sentence.of("close." + ended.code(), ended.reason())
                : Sentence.verbatim(ended.reason());
    }

    static String key(EndedSessions.Initiator initiator) {
        return switch (initiator) {
            case ANYBODY -> "session.byAnybody";
            case CLIENT -> "session.byClient";
            case OPERATOR -> "session.byOperator";
            case SYSTEM -> "session.bySystem";
        };
    }

    private Node initiator(EndedSession ended) {
        EndedSessions.Initiator who = EndedSessions.Initiator.of(ended);
        Label badge = switch (who) {
            case ANYBODY, CLIENT -> kit.badge(Tone.CALM, kit.messages().get(key(who)));
            case OPERATOR -> kit.badge(Tone.ACCENT, ended.by());
            case SYSTEM -> kit.badge(Tone.WARN, kit.messages().get(key(who)));
        };
        badge.setGraphic(kit.icon(switch (who) {
            case ANYBODY, CLIENT -> Feather.MONITOR;
            case OPERATOR -> Feather.USER;
            case SYSTEM -> Feather.SERVER;
        }));
        HBox box = new HBox(badge);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }
}
