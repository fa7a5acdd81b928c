package dev.gatehouse.ui.security;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.auth.Lock;
import dev.gatehouse.model.auth.LockKind;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Question;
import dev.gatehouse.ui.widget.RowTable;
import java.time.Duration;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Who is locked out, and what was attacked. */
public final class SecurityView extends VBox {

    private final LocksViewModel locks;
    private final AlertsViewModel alerts;
    private final Kit kit;
    private final Dialogs dialogs;

    public SecurityView(LocksViewModel locks, AlertsViewModel alerts, Kit kit) {
        this.locks = locks;
        this.alerts = alerts;
        this.kit = kit;
        this.dialogs = new Dialogs(kit);
        RowTable<Lock> shut = locks();
        RowTable<AuditEntry> attacks = attacks();
        VBox.setVgrow(shut, Priority.ALWAYS);
        VBox.setVgrow(attacks, Priority.ALWAYS);
        shut.setPrefHeight(280);
        attacks.setPrefHeight(280);
        getStyleClass().add("view");
        getChildren().addAll(kit.head("place.security", "security.line"), bar(), shut,
                kit.styled("card-title", "security.alerts"), attacks);
    }

    private Node bar() {
        Label count = new Label();
        count.getStyleClass().add("card-title");
        count.textProperty()
                .bind(Bindings.createStringBinding(() -> kit.messages().get("lock.count", locks.locks().size()),
                        locks.locks(), kit.messages().languageProperty()));
        Button user = kit.button("lock.goToUser", Feather.USER);
        user.disableProperty()
                .bind(Bindings.createBooleanBinding(() -> {
                    Lock lock = locks.selectedProperty().get();
                    return lock == null || lock.kind() != LockKind.ACCOUNT || lock.name() == null;
                }, locks.selectedProperty()));
        user.setOnAction(event -> {
            Lock lock = locks.selectedProperty().get();
            if (lock != null) {
                locks.goToUser(lock);
            }
        });
        Button lift = kit.button("lock.lift", Feather.UNLOCK);
        lift.setId("lift-lock");
        Guards.guard(kit, lift, locks.verdict(Deed.OPEN_LOCK));
        lift.setVisible(locks.mayLift());
        lift.disableProperty().bind(locks.selectedProperty().isNull());
        lift.setOnAction(event -> {
            Lock lock = locks.selectedProperty().get();
            if (lock != null) {
                ask(lock);
            }
        });
        return kit.toolbar(count, kit.spacer(), user, lift);
    }

    private void ask(Lock lock) {
        dialogs.ask(new Question("lock.liftTitle",
                Sentence.of("lock.liftBody", LocksViewModel.name(lock), lock.failures()), "lock.lift", false),
                reason -> locks.lift(lock));
    }

    private RowTable<Lock> locks() {
        Columns columns = new Columns(kit);
        RowTable<Lock> rows = new RowTable<>(kit, locks.locks(), locks.load(), "lock.none", locks::refresh);
        rows.setId("locks");
        rows.table()
                .getColumns()
                .setAll(List.of(columns.node("lock.kind", 150, this::kind),
                        columns.text("lock.subject", 220, LocksViewModel::name),
                        columns.figure("lock.failures", 90, lock -> Figures.whole(lock.failures())),
                        columns.age("lock.since", 112, Lock::since), columns.node("lock.left", 130, this::left),
                        columns.time("lock.until", 174, Lock::until)));
        rows.hideBelow(640, "lock.until");
        rows.table().getColumns().forEach(column -> column.setSortable(false));
        rows.table()
                .getSelectionModel()
                .selectedItemProperty()
                .addListener((observed, before, now) -> locks.selectedProperty().set(now));
        return rows;
    }

    private Node kind(Lock lock) {
        Label words = switch (lock.kind()) {
            case ACCOUNT -> kit.label("lock.account");
            case IP -> kit.label("lock.ip");
            case MACHINE -> kit.label("lock.machine");
        };
        words.setGraphic(kit.icon(switch (lock.kind()) {
            case ACCOUNT -> Feather.USER_X;
            case IP -> Feather.MAP_PIN;
            case MACHINE -> Feather.CPU;
        }));
        words.setGraphicTextGap(8);
        return words;
    }

    private Node left(Lock lock) {
        Label left = new Label();
        left.getStyleClass().add("figure");
        left.textProperty().bind(Bindings.createStringBinding(() -> {
            long seconds = Math.max(0, Duration.between(kit.now().getValue(), lock.until()).toSeconds());
            return seconds == 0
                    ? kit.messages().get("lock.over")
                    : Ages.span(kit.messages(), seconds);
        }, kit.now(), kit.messages().languageProperty()));
        return left;
    }

    private RowTable<AuditEntry> attacks() {
        Columns columns = new Columns(kit);
        Load ready = new Load();
        ready.ready();
        RowTable<AuditEntry> rows = new RowTable<>(kit, alerts.records(), ready, "security.noAlerts", () -> {});
        rows.setId("alert-records");
        rows.table()
                .getColumns()
                .setAll(List.of(columns.time("audit.time", 174, (AuditEntry row) -> row.event().time()),
                        columns.text("audit.action", 180,
                                row -> kit.messages().named("action", row.event().data().action())),
                        columns.text("audit.actor", 130, row -> row.event().data().actor().name()),
                        columns.text("audit.ip", 120, row -> row.event().data().actor().ip(), "mono"),
                        columns.text("audit.reason", 200, row -> row.event().data().reason()),
                        columns.node("alert.record", 110, this::link)));
        rows.hideBelow(700, "audit.reason");
        rows.table().getColumns().forEach(column -> column.setSortable(false));
        return rows;
    }

    private Node link(AuditEntry record) {
        Button open = kit.button("toast.record", Feather.BOOK_OPEN, "flat", "small");
        open.setOnAction(event -> alerts.goToRecord(record));
        HBox box = new HBox(open);
        box.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        return box;
    }
}
