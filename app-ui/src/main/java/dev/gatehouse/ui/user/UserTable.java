package dev.gatehouse.ui.user;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.user.User;
import dev.gatehouse.ui.widget.Badge;
import dev.gatehouse.ui.widget.ColumnChooser;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import java.util.Set;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The rows of users: sorted by the server, one or several of them marked. */
final class UserTable {

    private final UserViewModel model;
    private final Kit kit;
    private final RowTable<User> rows;
    private final ColumnChooser chooser;
    private boolean marking;

    UserTable(UserViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        rows = new RowTable<>(kit, model.rows(), model.load(), "user.none", model::refresh);
        rows.table().getColumns().setAll(columns());
        chooser = new ColumnChooser(kit, rows.table(), 1, model.preferences().hiddenColumns(),
                model.preferences()::hideColumns)
                .leaveOutBelow(420, "user.lastLogin")
                .leaveOutBelow(520, "user.roles")
                .leaveOutBelow(660, "user.dormancy")
                .leaveOutBelow(820, "user.displayName")
                .leaveOutBelow(900, "user.createdAt")
                .leaveOutBelow(1040, "user.email");
        rows.table().setSortPolicy(table -> {
            model.filters().sortBy(order(table.getSortOrder()));
            return true;
        });
        selection();
    }

    /** The table itself. */
    RowTable<User> node() {
        return rows;
    }

    /** The menu of its columns. */
    Node chooser() {
        return chooser;
    }

    private List<TableColumn<User, ?>> columns() {
        Columns columns = new Columns(kit);
        TableColumn<User, String> display = columns.text("user.displayName", 150, User::displayName);
        TableColumn<User, String> email = columns.text("user.email", 190, User::email);
        display.setSortable(false);
        email.setSortable(false);
        return List.of(named(columns.text("user.name", 160, User::username), "username"), display,
                columns.badge("user.roles", 126, this::role), columns.badge("user.state", 126, this::state),
                named(columns.age("user.lastLogin", 104, User::lastLoginAt), "lastLoginAt"),
                columns.badge("user.dormancy", 150, this::dormancy),
                named(columns.age("user.createdAt", 100, User::createdAt), "createdAt"), email);
    }

    private void selection() {
        TableView<User> table = rows.table();
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.getSelectionModel().getSelectedItems().addListener((ListChangeListener<User>) change -> told());
        table.getSelectionModel().selectedItemProperty().addListener((observed, before, now) -> told());
        model.chosen().addListener((ListChangeListener<User>) change -> mark());
        model.selectedProperty().addListener((observed, before, now) -> mark());
        mark();
    }

    /** What is marked on the screen goes to the model. */
    private void told() {
        if (marking || model.isReplacing()) {
            return;
        }
        marking = true;
        TableView.TableViewSelectionModel<User> selection = rows.table().getSelectionModel();
        List<User> now = selection.getSelectedIndices()
                .stream()
                .filter(index -> index >= 0 && index < model.rows().size())
                .map(model.rows()::get)
                .toList();
        model.everythingProperty().set(false);
        model.chosen().setAll(now);
        User last = selection.getSelectedItem();
        if (last != null) {
            model.selectedProperty().set(last);
        }
        marking = false;
    }

    /** What the model has chosen is marked on the screen. */
    private void mark() {
        if (marking || model.isReplacing()) {
            return;
        }
        marking = true;
        TableView.TableViewSelectionModel<User> selection = rows.table().getSelectionModel();
        selection.clearSelection();
        Set<String> ids = model.chosenIds();
        User focus = model.selectedProperty().get();
        int last = -1;
        for (int row = 0; row < model.rows().size(); row++) {
            String id = model.rows().get(row).id();
            if (focus != null && focus.id().equals(id)) {
                last = row;
            } else if (ids.contains(id)) {
                selection.select(row);
            }
        }
        if (last >= 0) {
            selection.select(last);
        }
        marking = false;
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

    private Badge role(User user) {
        Role highest = user.highestRole();
        return highest == null
                ? new Badge(Tone.CALM, Feather.USER, kit.messages().get("role.client"))
                : new Badge(Tone.ACCENT, Feather.SHIELD, kit.messages().get(UserView.key(highest)));
    }

    private Badge state(User user) {
        return switch (user.state()) {
            case ACTIVE -> Badge.of(Tone.GOOD, kit.messages().get("state.active"));
            case BANNED -> Badge.of(Tone.BAD, kit.messages().get("state.banned"));
        };
    }

    private @Nullable Badge dormancy(User user) {
        long days = Dormancy.days(user, kit.now().getValue());
        if (days < Dormancy.TOLD_FROM) {
            return user.lastLoginAt() == null
                    ? new Badge(Tone.CALM, Feather.MOON, kit.messages().get("user.neverCame"))
                    : null;
        }
        return new Badge(days < Dormancy.WARNING_FROM ? Tone.CALM : Tone.WARN, Feather.MOON,
                kit.messages().get("user.dormantFor", days));
    }
}
