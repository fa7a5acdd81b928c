package dev.gatehouse.ui.user;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Question;
import dev.gatehouse.ui.widget.RowTable;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The list of users and what can be done to one. */
public final class UserView extends VBox {

    private final UserViewModel model;
    private final Kit kit;
    private final Dialogs dialogs;
    private final UserForms forms;

    public UserView(UserViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        this.dialogs = new Dialogs(kit);
        this.forms = new UserForms(model, kit, dialogs);
        Button create = kit.button("user.create", Feather.PLUS, "primary");
        create.setId("create-user");
        create.setVisible(model.mayChange());
        create.setOnAction(event -> forms.create());
        RowTable<User> table = table();
        VBox.setVgrow(table, Priority.ALWAYS);
        getStyleClass().add("view");
        getChildren().addAll(kit.head("place.users", "user.line", create), filters(), actions(), table, foot());
        model.conflictProperty().addListener((observed, before, now) -> {
            if (now != null) {
                model.conflictProperty().set(null);
                forms.conflict(now);
            }
        });
    }

    private Node filters() {
        return kit.toolbar(kit.search("user.search", model.searchProperty()),
                kit.choice(List.of(UserViewModel.RoleFilter.values()), UserView::key, model.roleProperty(),
                        "user.role"),
                kit.choice(List.of(UserViewModel.StateFilter.values()), UserView::key, model.stateProperty(),
                        "user.state"));
    }

    private static String key(UserViewModel.RoleFilter filter) {
        return switch (filter) {
            case ANY -> "role.any";
            case VIEWER -> key(Role.VIEWER);
            case OPERATOR -> key(Role.OPERATOR);
            case ADMIN -> key(Role.ADMIN);
        };
    }

    private static String key(UserViewModel.StateFilter filter) {
        return switch (filter) {
            case ANY -> "state.any";
            case ACTIVE -> "state.active";
            case BANNED -> "state.banned";
        };
    }

    static String key(Role role) {
        return switch (role) {
            case VIEWER -> "role.viewer";
            case OPERATOR -> "role.operator";
            case ADMIN -> "role.admin";
        };
    }

    private Node actions() {
        HBox bar = kit.toolbar(action("user.edit", Feather.EDIT_2, forms::edit),
                action("user.ban", Feather.SLASH, forms::ban, "danger"),
                action("user.unban", Feather.CHECK, model::unban),
                action("user.logout", Feather.LOG_OUT, this::askLogout),
                action("user.resetPassword", Feather.KEY, forms::resetPassword),
                action("user.delete", Feather.TRASH_2, this::askDelete, "danger"));
        Button ban = (Button) bar.getChildren().get(1);
        Button unban = (Button) bar.getChildren().get(2);
        shownWhile(ban, false);
        shownWhile(unban, true);
        bar.setVisible(model.mayChange());
        bar.setManaged(model.mayChange());
        return bar;
    }

    private void shownWhile(Button button, boolean banned) {
        button.visibleProperty().bind(Bindings.createBooleanBinding(() -> {
            User user = model.selectedProperty().get();
            return (user != null && user.state() == UserState.BANNED) == banned;
        }, model.selectedProperty()));
        button.managedProperty().bind(button.visibleProperty());
    }

    private Button action(String key, Feather icon, Consumer<User> deed, String... styleClasses) {
        Button button = kit.button(key, icon, styleClasses);
        button.setId(key.replace('.', '-'));
        button.disableProperty().bind(model.selectedProperty().isNull());
        button.setOnAction(event -> {
            User user = model.selectedProperty().get();
            if (user != null) {
                deed.accept(user);
            }
        });
        return button;
    }

    private RowTable<User> table() {
        Columns columns = new Columns(kit);
        RowTable<User> rows = new RowTable<>(kit, model.rows(), model.load(), "user.none", model::refresh);
        rows.table()
                .getColumns()
                .setAll(List.of(named(columns.text("user.name", 160, User::username), "username"),
                        columns.text("user.displayName", 150, User::displayName),
                        columns.node("user.roles", 140, this::role),
                        columns.node("user.state", 120, this::state),
                        named(columns.age("user.lastLogin", 110, User::lastLoginAt), "lastLoginAt"),
                        named(columns.age("user.createdAt", 100, User::createdAt), "createdAt"),
                        columns.text("user.email", 190, User::email)));
        rows.hideBelow(700, "user.createdAt");
        rows.table().getColumns().get(1).setSortable(false);
        rows.table().getColumns().getLast().setSortable(false);
        rows.table().setSortPolicy(table -> {
            model.sortBy(order(table.getSortOrder()));
            return true;
        });
        rows.table().getSelectionModel().selectedItemProperty().addListener((observed, before, now) -> {
            if (now != null) {
                model.selectedProperty().set(now);
            }
        });
        model.selectedProperty().addListener((observed, before, now) -> {
            if (now == null) {
                rows.table().getSelectionModel().clearSelection();
            } else {
                rows.table().getSelectionModel().select(now);
            }
        });
        rows.table().setOnMouseClicked(event -> {
            User user = model.selectedProperty().get();
            if (event.getClickCount() == 2 && user != null && model.mayChange()) {
                forms.edit(user);
            }
        });
        return rows;
    }

    private static <T> TableColumn<User, T> named(TableColumn<User, T> column, String field) {
        column.setUserData(field);
        return column;
    }

    private static @Nullable String order(List<TableColumn<User, ?>> columns) {
        if (columns.isEmpty() || columns.getFirst().getUserData() == null) {
            return null;
        }
        TableColumn<User, ?> first = columns.getFirst();
        return (first.getSortType() == TableColumn.SortType.DESCENDING ? "-" : "") + first.getUserData();
    }

    private Node role(User user) {
        Role highest = user.highestRole();
        Label badge = highest == null
                ? kit.badge(Tone.CALM, kit.messages().get("role.client"))
                : kit.badge(Tone.ACCENT, kit.messages().get(key(highest)));
        badge.setGraphic(kit.icon(highest == null ? Feather.USER : Feather.SHIELD));
        return aligned(badge);
    }

    private Node state(User user) {
        return aligned(switch (user.state()) {
            case ACTIVE -> kit.badge(Tone.GOOD, kit.messages().get("state.active"));
            case BANNED -> kit.badge(Tone.BAD, kit.messages().get("state.banned"));
        });
    }

    private static Node aligned(Node badge) {
        HBox box = new HBox(badge);
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
        Button more = kit.button("table.more", Feather.CHEVRON_DOWN, "flat");
        more.visibleProperty()
                .bind(Bindings.createBooleanBinding(model::hasMore, model.rows(), model.load().stateProperty()));
        more.setOnAction(event -> model.more());
        return kit.toolbar(count, kit.spacer(), more);
    }

    private void askLogout(User user) {
        dialogs.ask(new Question("user.logoutTitle", Sentence.of("user.logoutBody", user.username()), "user.logout",
                false), reason -> model.logout(user));
    }

    private void askDelete(User user) {
        dialogs.ask(new Question("user.deleteTitle", Sentence.of("user.deleteBody", user.username()), "user.delete",
                false), reason -> model.delete(user));
    }
}
