package dev.gatehouse.ui.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import java.time.Instant;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Groups of records; each opens into its records with a click, with Enter, or with the arrow to the right. */
final class GroupTable extends VBox {

    private final AuditViewModel model;
    private final Kit kit;
    private final TableView<AuditGroups.Line> table;

    GroupTable(AuditViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        AuditGroups groups = model.groups();
        RowTable<AuditGroups.Line> rows = new RowTable<>(kit, groups.lines(), groups.load(),
                AuditTable.emptyWords(model, kit, "audit.group.none"),
                groups::refresh);
        table = rows.table();
        table.setId("audit-groups");
        Columns columns = new Columns(kit);
        table.getColumns()
                .setAll(List.of(columns.node("audit.group.name", 280, this::name),
                        columns.text("audit.actor", 110, GroupTable::actor),
                        columns.node("audit.outcome", 190, this::outcomes),
                        columns.text("audit.resource", 190, GroupTable::about, "mono"),
                        columns.time("audit.group.first", 174, GroupTable::first),
                        columns.time("audit.group.last", 174, GroupTable::last),
                        columns.figure("audit.group.count", 84, GroupTable::count)));
        rows.hideBelow(980, "audit.group.first").hideBelow(800, "audit.resource").hideBelow(560, "audit.group.last");
        table.getColumns().forEach(column -> column.setSortable(false));
        table.setOnMouseClicked(event -> act());
        table.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        model.record().shownProperty().addListener((observed, before, now) -> {
            if (now == null) {
                table.getSelectionModel().clearSelection();
            }
        });
        VBox.setVgrow(rows, Priority.ALWAYS);
        getChildren().add(rows);
    }

    private AuditGroups.@Nullable Line chosen() {
        return table.getSelectionModel().getSelectedItem();
    }

    private void act() {
        switch (chosen()) {
            case AuditGroups.Line.Head head -> model.groups().toggle(head.group());
            case AuditGroups.Line.Row row -> model.record().shownProperty().set(row.entry());
            case AuditGroups.Line.Foot foot -> model.groups().more(foot.group());
            case null -> {
            }
        }
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case ENTER, SPACE -> act();
            case RIGHT -> turn(true);
            case LEFT -> turn(false);
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void turn(boolean open) {
        AuditExchange.Group group = switch (chosen()) {
            case AuditGroups.Line.Head head -> head.group();
            case AuditGroups.Line.Row row -> row.group();
            case AuditGroups.Line.Foot foot -> foot.group();
            case null -> null;
        };
        if (group != null) {
            model.groups().turn(group, open);
        }
    }

    private Node name(AuditGroups.Line line) {
        HBox box = new HBox(8);
        box.setAlignment(Pos.CENTER_LEFT);
        switch (line) {
            case AuditGroups.Line.Head head -> {
                Label label = new Label(head.group().label());
                label.getStyleClass().add("card-title");
                label.setMinWidth(USE_PREF_SIZE);
                Label key = new Label(head.group().key());
                key.getStyleClass().addAll("mono", "muted");
                key.setMinWidth(0);
                box.getChildren()
                        .addAll(kit.icon(head.isOpen() ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT), label, key);
            }
            case AuditGroups.Line.Row row -> {
                Label action = new Label(row.entry().event().data().action());
                action.getStyleClass().addAll("mono", "group-row");
                box.getChildren().add(action);
            }
            case AuditGroups.Line.Foot foot -> {
                Label words = new Label(kit.messages().get(foot.words()));
                words.getStyleClass().addAll(foot.isMore() ? "link-words" : "muted", "group-row");
                box.getChildren().add(words);
            }
        }
        return box;
    }

    private Node outcomes(AuditGroups.Line line) {
        HBox box = new HBox(4);
        box.setAlignment(Pos.CENTER_LEFT);
        switch (line) {
            case AuditGroups.Line.Head head -> {
                AuditExchange.Outcomes outcomes = head.group().outcomes();
                count(box, Outcome.ACCEPTED, outcomes.accepted());
                count(box, Outcome.REFUSED, outcomes.refused());
                count(box, Outcome.FAILED, outcomes.failed());
            }
            case AuditGroups.Line.Row row -> box.getChildren()
                    .add(AuditView.badge(kit, row.entry().event().data().outcome()));
            case AuditGroups.Line.Foot foot -> {
            }
        }
        return box;
    }

    private void count(HBox box, Outcome outcome, long count) {
        if (count > 0) {
            Label badge = kit.badge(AuditView.tone(outcome), Figures.brief((double) count));
            badge.setAccessibleText(kit.messages().get(AuditView.key(outcome)) + " " + count);
            box.getChildren().add(badge);
        }
    }

    private static @Nullable String actor(AuditGroups.Line line) {
        return line instanceof AuditGroups.Line.Row row ? row.entry().event().data().actor().name() : null;
    }

    private static @Nullable String about(AuditGroups.Line line) {
        return line instanceof AuditGroups.Line.Row row ? row.entry().event().data().resource() : null;
    }

    private static @Nullable Instant first(AuditGroups.Line line) {
        return line instanceof AuditGroups.Line.Head head ? head.group().first() : null;
    }

    private static @Nullable Instant last(AuditGroups.Line line) {
        return switch (line) {
            case AuditGroups.Line.Head head -> head.group().last();
            case AuditGroups.Line.Row row -> row.entry().event().time();
            case AuditGroups.Line.Foot foot -> null;
        };
    }

    private static @Nullable String count(AuditGroups.Line line) {
        return line instanceof AuditGroups.Line.Head head ? Figures.whole(head.group().count()) : null;
    }
}
