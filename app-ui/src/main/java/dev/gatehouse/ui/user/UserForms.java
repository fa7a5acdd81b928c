package dev.gatehouse.ui.user;

import atlantafx.base.controls.PasswordTextField;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.user.Ban;
import dev.gatehouse.model.user.User;
import dev.gatehouse.ui.client.PasswordRules;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Question;
import dev.gatehouse.ui.widget.Tone;
import java.time.ZoneId;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The drawers and dialogs about one user. */
final class UserForms {

    private final UserViewModel model;
    private final Kit kit;
    private final Dialogs dialogs;

    UserForms(UserViewModel model, Kit kit, Dialogs dialogs) {
        this.model = model;
        this.kit = kit;
        this.dialogs = dialogs;
    }

    void create() {
        UserFormModel form = new UserFormModel(null);
        Button save = saveButton(form, "user.createNow");
        save.setOnAction(event -> {
            form.busyProperty().set(true);
            model.actions().create(form.creation(), kit.overlay().hiding(), form::refused);
        });
        dialogs.drawer("user.createTitle", fields(form, null), save);
    }

    void edit(User user) {
        UserFormModel form = new UserFormModel(user);
        Button save = saveButton(form, "action.save");
        save.setOnAction(event -> {
            form.busyProperty().set(true);
            model.actions().update(user, form.change(), kit.overlay().hiding(), form::refused);
        });
        dialogs.drawer("user.editTitle", fields(form, user), save);
    }

    void ban(User user) {
        BanFormModel form = new BanFormModel(ZoneId.systemDefault(), model.preferences().reasons());
        new BanDialog(kit, dialogs).open(form, user.username(),
                () -> model.actions().ban(user, form.reasonProperty().get().strip(), form.until(kit.now().getValue())));
    }

    void askLogout(User user) {
        dialogs.ask(new Question("user.logoutTitle", Sentence.of("user.logoutBody", user.username()), "user.logout",
                false), reason -> model.actions().logout(user));
    }

    void askDelete(User user) {
        dialogs.ask(new Question("user.deleteTitle", Sentence.of("user.deleteBody", user.username()), "user.delete",
                false), reason -> model.actions().delete(user));
    }

    void resetPassword(User user) {
        PasswordTextField password = new PasswordTextField();
        password.getStyleClass().add("first-focus");
        Label body = kit.label("password.body", user.username());
        body.setWrapText(true);
        Label rule = kit.label("password.rules", PasswordRules.SHORTEST);
        rule.getStyleClass().add("muted");
        rule.setWrapText(true);
        Button reset = kit.button("password.set", Feather.KEY, "danger");
        reset.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> !PasswordRules.hold(password.getPassword(), user.username()),
                        password.passwordProperty()));
        reset.setOnAction(event -> {
            kit.overlay().hide();
            model.actions().resetPassword(user, password.getPassword());
        });
        dialogs.dialog("password.title", new VBox(16, body, kit.field("user.newPassword", password), rule), reset);
    }

    /** Shows what was to be saved beside what is there now. */
    void conflict(UserActions.Conflict conflict) {
        User theirs = conflict.theirs();
        UsersExchange.UpdateRequest yours = conflict.yours();
        GridPane grid = new GridPane(12, 8);
        grid.addRow(0, new Label(), kit.styled("field-name", "conflict.yours"),
                kit.styled("field-name", "conflict.theirs"));
        compare(grid, 1, "user.displayName", yours.displayName(), theirs.displayName());
        compare(grid, 2, "user.email", yours.email(), theirs.email());
        compare(grid, 3, "user.roles", roles(yours.roles() == null ? theirs.roles() : yours.roles()),
                roles(theirs.roles()));
        Label body = kit.label("conflict.body", theirs.username());
        body.setWrapText(true);
        Button reload = kit.button("conflict.reload", Feather.REFRESH_CW, "primary");
        reload.setId("conflict-reload");
        reload.setOnAction(event -> {
            kit.overlay().hide();
            edit(theirs);
        });
        dialogs.dialog("conflict.title", new VBox(16, body, grid), reload);
    }

    private void compare(GridPane grid, int row, String key, @Nullable String yours, @Nullable String theirs) {
        String first = yours == null ? "" : yours;
        String second = theirs == null ? "" : theirs;
        Label mine = new Label(first.isEmpty() ? "–" : first);
        Label other = new Label(second.isEmpty() ? "–" : second);
        mine.getStyleClass().add("diff-cell");
        other.getStyleClass().add("diff-cell");
        if (!first.equals(second)) {
            mine.getStyleClass().add("diff-changed");
            other.getStyleClass().add("diff-changed");
        }
        grid.addRow(row, kit.styled("detail-name", key), mine, other);
    }

    private String roles(java.util.Set<Role> roles) {
        return roles.stream()
                .sorted()
                .map(role -> kit.messages().get(UserView.key(role)))
                .collect(java.util.stream.Collectors.joining(", "));
    }

    private Button saveButton(UserFormModel form, String key) {
        Button save = kit.button(key, Feather.CHECK, "primary");
        save.setId("save-user");
        save.disableProperty().bind(form.sendable().not());
        return save;
    }

    private VBox fields(UserFormModel form, @Nullable User user) {
        TextField username = field("username", form.usernameProperty());
        username.setDisable(!form.isNew());
        TextField displayName = field("displayName", form.displayNameProperty());
        (form.isNew() ? username : displayName).getStyleClass().add("first-focus");
        VBox fields = new VBox(16,
                kit.field("user.name", username, kit.messages().sentence(form.usernameFault())),
                kit.field("user.displayName", displayName),
                kit.field("user.email", field("email", form.emailProperty()),
                        kit.messages().sentence(form.emailFault())));
        if (form.isNew()) {
            PasswordTextField password = new PasswordTextField();
            password.setId("password");
            form.passwordProperty().bind(password.passwordProperty());
            Label rule = kit.label("password.rules", PasswordRules.SHORTEST);
            rule.getStyleClass().add("muted");
            rule.setWrapText(true);
            fields.getChildren().addAll(kit.field("user.password", password), rule);
        }
        fields.getChildren().add(roleBoxes(form));
        if (user != null && user.ban() != null) {
            fields.getChildren().add(banLine(user.ban()));
        }
        fields.getChildren().add(refusal(kit.messages().sentence(form.refusalProperty())));
        return fields;
    }

    private VBox roleBoxes(UserFormModel form) {
        VBox boxes = new VBox(8);
        for (Role role : Role.values()) {
            CheckBox box = new CheckBox();
            box.setId("role-" + role);
            box.textProperty().bind(kit.messages().text(UserView.key(role) + ".long"));
            box.selectedProperty().bindBidirectional(form.roleProperty(role));
            box.setDisable(!model.mayChangeRoles());
            boxes.getChildren().add(box);
        }
        return kit.field("user.roles", boxes);
    }

    private VBox banLine(Ban ban) {
        String end = ban.until() == null ? kit.messages().get("ban.forever") : Ages.exact(ban.until());
        Label line = new Label(kit.messages().get("ban.told", ban.by(), ban.reason(), end));
        line.setWrapText(true);
        VBox box = new VBox(line);
        box.getStyleClass().addAll("message-box", Tone.WARN.styleClass());
        return box;
    }

    private HBox refusal(ObservableValue<String> sentence) {
        Label words = kit.value(sentence);
        words.setWrapText(true);
        HBox box = new HBox(8, kit.icon(Tone.BAD.icon()), words);
        box.getStyleClass().addAll("message-box", Tone.BAD.styleClass());
        box.visibleProperty()
                .bind(Bindings.createBooleanBinding(() -> !sentence.getValue().isEmpty(), sentence));
        box.managedProperty().bind(box.visibleProperty());
        return box;
    }

    private static TextField field(String id, javafx.beans.property.StringProperty value) {
        TextField field = new TextField();
        field.setId(id);
        field.textProperty().bindBidirectional(value);
        return field;
    }
}
