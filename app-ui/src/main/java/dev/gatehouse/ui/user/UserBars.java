package dev.gatehouse.ui.user;

import dev.gatehouse.model.api.UsersExchange.BulkAction;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.widget.Kit;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.LongBinding;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;

/** What can be done to the one user that is chosen, or to the many. */
final class UserBars extends StackPane {

    private final UserViewModel model;
    private final Kit kit;
    private final UserForms forms;
    private final BulkDialog bulk;
    private final LongBinding count;

    UserBars(UserViewModel model, Kit kit, UserForms forms, BulkDialog bulk) {
        this.model = model;
        this.kit = kit;
        this.forms = forms;
        this.bulk = bulk;
        this.count = model.chosenCount();
        BooleanBinding many = Bindings.createBooleanBinding(
                () -> model.mayChange() && (model.everythingProperty().get() || model.chosen().size() > 1),
                model.chosen(), model.everythingProperty());
        Node one = one();
        Node several = many();
        one.visibleProperty().bind(many.not());
        several.visibleProperty().bind(many);
        getChildren().addAll(one, several);
    }

    private Node one() {
        ToggleButton timeline = new ToggleButton();
        timeline.setId("user-timeline");
        timeline.setGraphic(kit.icon(Feather.CLOCK));
        timeline.textProperty().bind(kit.messages().text("timeline.open"));
        timeline.selectedProperty().bindBidirectional(model.timeline().openProperty());
        timeline.setMinWidth(USE_PREF_SIZE);
        UserActions actions = model.actions();
        Button ban = action("user.ban", Feather.SLASH, Deed.BAN_USER, forms::ban, "danger");
        Button unban = action("user.unban", Feather.CHECK, Deed.UNBAN_USER, actions::unban);
        shownWhile(ban, false);
        shownWhile(unban, true);
        return kit.toolbar(action("user.edit", Feather.EDIT_2, Deed.EDIT_USER, forms::edit), ban, unban,
                action("user.logout", Feather.LOG_OUT, Deed.LOG_OUT_USER, forms::askLogout),
                action("user.resetPassword", Feather.KEY, Deed.SET_PASSWORD, forms::resetPassword),
                action("user.delete", Feather.TRASH_2, Deed.DELETE_USER, forms::askDelete, "danger"), kit.spacer(),
                timeline);
    }

    private void shownWhile(Button button, boolean banned) {
        button.visibleProperty().bind(Bindings.createBooleanBinding(() -> {
            User user = model.selectedProperty().get();
            return (user != null && user.state() == UserState.BANNED) == banned;
        }, model.selectedProperty()));
        button.managedProperty().bind(button.visibleProperty());
    }

    private Button action(String key, Feather icon, Deed asked, Consumer<User> deed, String... styleClasses) {
        Button button = kit.button(key, icon, styleClasses);
        button.setId(key.replace('.', '-'));
        button.disableProperty().bind(model.selectedProperty().isNull());
        Guards.guard(kit, button, model.verdict(asked));
        button.setOnAction(event -> {
            User user = model.selectedProperty().get();
            if (user != null) {
                deed.accept(user);
            }
        });
        return button;
    }

    private Node many() {
        Label words = new Label();
        words.setId("chosen-count");
        words.getStyleClass().add("card-title");
        words.setMinWidth(USE_PREF_SIZE);
        words.textProperty()
                .bind(Bindings.createStringBinding(() -> kit.messages()
                        .get(model.everythingProperty().get() ? "bulk.everything" : "bulk.chosen", count.get()),
                        count, model.everythingProperty(), kit.messages().languageProperty()));
        BooleanBinding narrowed = model.filters().narrowed();
        Hyperlink all = new Hyperlink();
        all.setId("choose-everything");
        all.setMinWidth(USE_PREF_SIZE);
        all.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages().get("bulk.chooseAll", model.totalProperty().get()),
                        model.totalProperty(), kit.messages().languageProperty()));
        all.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> narrowed.get() && !model.everythingProperty().get()
                                && model.totalProperty().get() > model.chosen().size(),
                        narrowed, model.everythingProperty(), model.totalProperty(), model.chosen()));
        all.managedProperty().bind(all.visibleProperty());
        all.setOnAction(event -> {
            model.everythingProperty().set(true);
            all.setVisited(false);
        });
        Button clear = kit.iconButton("bulk.clear", Feather.X);
        clear.setId("choose-nobody");
        clear.setOnAction(event -> {
            model.everythingProperty().set(false);
            model.chosen().clear();
        });
        HBox bar = kit.toolbar(words, all, kit.spacer(), bulk(BulkAction.BAN, "user.ban", Feather.SLASH, "danger"),
                bulk(BulkAction.UNBAN, "user.unban", Feather.CHECK),
                bulk(BulkAction.LOGOUT, "user.logout", Feather.LOG_OUT),
                bulk(BulkAction.DELETE, "user.delete", Feather.TRASH_2, "danger"), clear);
        bar.getStyleClass().add("bulk-bar");
        return bar;
    }

    private Button bulk(BulkAction action, String key, Feather icon, String... styleClasses) {
        Button button = kit.button(key, icon, styleClasses);
        button.setId("bulk-" + action);
        Guards.guard(kit, button, model.verdict(Deed.CHANGE_MANY_USERS));
        button.setOnAction(event -> bulk.open(model.bulk(action)));
        return button;
    }

    /** Asks before whoever is chosen is deleted. */
    void askDelete() {
        User user = model.selectedProperty().get();
        if (model.everythingProperty().get() || model.chosen().size() > 1) {
            bulk.open(model.bulk(BulkAction.DELETE));
        } else if (user != null) {
            forms.askDelete(user);
        }
    }
}
