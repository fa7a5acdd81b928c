package dev.gatehouse.ui.audit;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The book: tail or search at the left, one record at the right. */
public final class AuditView extends VBox {

    private final AuditViewModel model;
    private final Kit kit;

    public AuditView(AuditViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        RowTable<AuditEntry> table = table();
        HBox.setHgrow(table, Priority.ALWAYS);
        HBox middle = new HBox(12, table, new AuditDetails(model, kit));
        VBox.setVgrow(middle, Priority.ALWAYS);
        getStyleClass().add("view");
        getChildren().addAll(kit.head("place.audit", "audit.line", flow()), filters(), middle, foot());
    }

    private Node flow() {
        ToggleButton live = new ToggleButton();
        live.setId("audit-live");
        live.setGraphic(kit.icon(Feather.ZAP));
        live.textProperty().bind(kit.messages().text("audit.live"));
        live.selectedProperty().bindBidirectional(model.liveProperty());
        ToggleButton pause = new ToggleButton();
        pause.setId("audit-pause");
        pause.setGraphic(kit.icon(Feather.PAUSE));
        pause.textProperty().bind(kit.messages().text("session.pause"));
        pause.selectedProperty().bindBidirectional(model.pausedProperty());
        pause.disableProperty().bind(model.liveProperty().not());
        return new HBox(8, live, pause);
    }

    private Node filters() {
        Button clear = kit.button("audit.clear", Feather.X, "flat");
        clear.setOnAction(event -> model.clearFilters());
        TextField search = kit.search("audit.search", model.searchProperty());
        search.setPrefWidth(220);
        return kit.toolbar(search, filter("audit.actor", model.actorProperty()),
                filter("audit.action", model.actionProperty()),
                kit.choice(List.of(AuditViewModel.OutcomeFilter.values()), AuditView::key, model.outcomeProperty(),
                        "audit.outcome"),
                kit.choice(List.of(AuditViewModel.Range.values()), AuditView::key, model.rangeProperty(),
                        "audit.range"),
                kit.spacer(), clear);
    }

    private TextField filter(String key, StringProperty value) {
        TextField field = new TextField();
        field.setId(key.replace('.', '-'));
        field.setPrefWidth(128);
        field.setMinWidth(72);
        field.promptTextProperty().bind(kit.messages().text(key));
        field.accessibleTextProperty().bind(kit.messages().text(key));
        field.textProperty().bindBidirectional(value);
        return field;
    }

    private static String key(AuditViewModel.OutcomeFilter filter) {
        return switch (filter) {
            case ANY -> "outcome.any";
            case ACCEPTED -> key(Outcome.ACCEPTED);
            case REFUSED -> key(Outcome.REFUSED);
            case FAILED -> key(Outcome.FAILED);
        };
    }

    private static String key(AuditViewModel.Range range) {
        return switch (range) {
            case ALL -> "range.all";
            case HOUR -> "range.hour";
            case DAY -> "range.day";
            case WEEK -> "range.week";
        };
    }

    private static String key(Outcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> "outcome.accepted";
            case REFUSED -> "outcome.refused";
            case FAILED -> "outcome.failed";
        };
    }

    /** The badge of an outcome. */
    static Label badge(Kit kit, Outcome outcome) {
        Tone tone = switch (outcome) {
            case ACCEPTED -> Tone.GOOD;
            case REFUSED -> Tone.WARN;
            case FAILED -> Tone.BAD;
        };
        return kit.badge(tone, kit.messages().get(key(outcome)));
    }

    private RowTable<AuditEntry> table() {
        Columns columns = new Columns(kit);
        RowTable<AuditEntry> rows = new RowTable<>(kit, model.rows(), model.load(), "audit.none", model::refresh);
        rows.table()
                .getColumns()
                .setAll(List.of(columns.time("audit.time", 174, (AuditEntry row) -> row.event().time()),
                        columns.text("audit.actor", 110, row -> row.event().data().actor().name()),
                        columns.text("audit.action", 130, row -> row.event().data().action(), "mono"),
                        columns.node("audit.outcome", 126, this::outcome),
                        columns.text("audit.resource", 200, row -> row.event().data().resource(), "mono"),
                        columns.text("audit.reason", 180, row -> row.event().data().reason()),
                        columns.figure("audit.offset", 80, row -> Long.toString(row.position().offset()))));
        rows.hideBelow(720, "audit.reason").hideBelow(620, "audit.offset").hideBelow(520, "audit.resource");
        rows.table().getColumns().forEach(column -> column.setSortable(false));
        rows.table().getSelectionModel().selectedItemProperty().addListener((observed, before, now) -> {
            if (now != null) {
                model.selectedProperty().set(now);
            }
        });
        return rows;
    }

    private Node outcome(AuditEntry row) {
        HBox box = new HBox(badge(kit, row.event().data().outcome()));
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private Node foot() {
        Label count = new Label();
        count.getStyleClass().add("muted");
        count.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages().get("table.count", model.rows().size(), model.totalProperty().get()),
                        model.rows(), model.totalProperty(), kit.messages().languageProperty()));
        Label coverage = kit.value(kit.messages().sentence(model.coverageProperty()), "muted");
        coverage.setId("coverage");
        Button more = kit.button("table.more", Feather.CHEVRON_DOWN, "flat");
        more.visibleProperty()
                .bind(Bindings.createBooleanBinding(model::hasMore, model.rows(), model.liveProperty()));
        more.setOnAction(event -> model.more());
        return kit.toolbar(count, more, kit.spacer(), coverage);
    }
}
