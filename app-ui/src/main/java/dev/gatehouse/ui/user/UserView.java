package dev.gatehouse.ui.user;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.user.User;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.FileZone;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import java.io.File;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.feather.Feather;

/** The list of users, what can be done to them, and what happened to one. */
public final class UserView extends VBox {

    private final UserViewModel model;
    private final Kit kit;
    private final UserForms forms;
    private final ImportDialog imports;
    private final UserBars bars;
    private final UserTable table;

    public UserView(UserViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        Dialogs dialogs = new Dialogs(kit);
        forms = new UserForms(model, kit, dialogs);
        imports = new ImportDialog(model, kit, dialogs);
        bars = new UserBars(model, kit, forms, new BulkDialog(kit, dialogs));
        table = new UserTable(model, kit);
        RowTable<User> rows = table.node();
        HBox.setHgrow(rows, Priority.ALWAYS);
        rows.setMinWidth(0);
        HBox middle = new HBox(12, rows, new TimelinePanel(model.timeline(), kit));
        VBox.setVgrow(middle, Priority.ALWAYS);
        getStyleClass().add("view");
        getChildren().addAll(kit.head("place.users", "user.line", head()), filters(), bars, middle, foot());
        model.actions().conflictProperty().addListener((observed, before, now) -> {
            if (now != null) {
                model.actions().conflictProperty().set(null);
                forms.conflict(now);
            }
        });
        rows.table().addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        rows.table().setOnMouseClicked(event -> {
            if (event.getClickCount() == 2 && model.mayChange() && model.selectedProperty().get() != null) {
                forms.edit(model.selectedProperty().get());
            }
        });
        FileZone.accept(this, model::mayChange, imports::open);
    }

    private Node[] head() {
        Button take = kit.button("import.open", Feather.UPLOAD);
        take.setId("import-users");
        take.setOnAction(event -> imports.open());
        Button export = kit.button("export.open", Feather.DOWNLOAD);
        export.setId("export-users");
        export.disableProperty().bind(model.exports().runningProperty());
        export.setOnAction(event -> export());
        Button create = kit.button("user.create", Feather.PLUS, "primary");
        create.setId("create-user");
        create.setOnAction(event -> forms.create());
        Guards.guard(kit, export, model.exportVerdict());
        Guards.guard(kit, take, model.verdict(Deed.CHANGE_MANY_USERS));
        Guards.guard(kit, create, model.verdict(Deed.CREATE_USER));
        return new Node[]{take, export, create};
    }

    private Node filters() {
        UserFilters filters = model.filters();
        return kit.toolbar(kit.search("user.search", filters.textProperty()),
                kit.choice(List.of(UserFilters.RoleFilter.values()), UserView::key, filters.roleProperty(),
                        "user.role"),
                kit.choice(List.of(UserFilters.StateFilter.values()), UserView::key, filters.stateProperty(),
                        "user.state"),
                kit.choice(List.of(UserFilters.DormantFilter.values()), UserView::key, filters.dormantProperty(),
                        "user.dormancy"),
                kit.spacer(), table.chooser());
    }

    private static String key(UserFilters.RoleFilter filter) {
        return switch (filter) {
            case ANY -> "role.any";
            case VIEWER -> key(Role.VIEWER);
            case OPERATOR -> key(Role.OPERATOR);
            case ADMIN -> key(Role.ADMIN);
        };
    }

    private static String key(UserFilters.StateFilter filter) {
        return switch (filter) {
            case ANY -> "state.any";
            case ACTIVE -> "state.active";
            case BANNED -> "state.banned";
        };
    }

    private static String key(UserFilters.DormantFilter filter) {
        return switch (filter) {
            case ANY -> "dormant.any";
            case DAYS_30 -> "dormant.month";
            case DAYS_90 -> "dormant.quarter";
            case DAYS_180 -> "dormant.half";
            case DAYS_365 -> "dormant.year";
        };
    }

    static String key(Role role) {
        return switch (role) {
            case VIEWER -> "role.viewer";
            case OPERATOR -> "role.operator";
            case ADMIN -> "role.admin";
        };
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER && model.mayChange() && model.selectedProperty().get() != null) {
            forms.edit(model.selectedProperty().get());
        } else if (event.getCode() == KeyCode.DELETE && model.mayChange()) {
            bars.askDelete();
        } else if (event.getCode() == KeyCode.T) {
            model.timeline().openProperty().set(!model.timeline().openProperty().get());
        } else {
            return;
        }
        event.consume();
    }

    private void export() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(kit.messages().get("export.open"));
        chooser.setInitialFileName("users.csv");
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("CSV", "*.csv"));
        File target = chooser.showSaveDialog(getScene().getWindow());
        if (target != null) {
            model.export(target.toPath());
        }
    }

    private Node foot() {
        Label count = new Label();
        count.getStyleClass().add("muted");
        count.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages().get("table.count", model.rows().size(), model.totalProperty().get()),
                        model.rows(), model.totalProperty(), kit.messages().languageProperty()));
        Button more = kit.button("table.more", Feather.CHEVRON_DOWN, "flat");
        more.visibleProperty().bind(model.list().moreProperty());
        more.setOnAction(event -> model.more());
        return kit.toolbar(count, kit.spacer(), exporting(), more);
    }

    private Node exporting() {
        ProgressBar bar = new ProgressBar(-1);
        bar.setPrefWidth(120);
        Label words = new Label();
        words.getStyleClass().add("muted");
        words.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages().get("export.running",
                                model.exports().progressProperty().get().bytes() / 1024),
                        model.exports().progressProperty(), kit.messages().languageProperty()));
        Button stop = kit.iconButton("export.stop", Feather.X);
        stop.setOnAction(event -> model.exports().stop());
        HBox box = kit.toolbar(words, bar, stop);
        box.visibleProperty().bind(model.exports().runningProperty());
        box.managedProperty().bind(box.visibleProperty());
        return box;
    }
}
