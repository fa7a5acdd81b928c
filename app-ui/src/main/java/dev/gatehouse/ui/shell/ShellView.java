package dev.gatehouse.ui.shell;

import dev.gatehouse.ui.audit.AuditView;
import dev.gatehouse.ui.dashboard.DashboardView;
import dev.gatehouse.ui.health.HealthView;
import dev.gatehouse.ui.job.JobsPanel;
import dev.gatehouse.ui.message.MessageView;
import dev.gatehouse.ui.message.MessageViewModel;
import dev.gatehouse.ui.offline.CapsuleBanner;
import dev.gatehouse.ui.offline.CapsuleDialog;
import dev.gatehouse.ui.offline.RehearsalBanner;
import dev.gatehouse.ui.offline.RehearsalDialog;
import dev.gatehouse.ui.offline.WaitingPanel;
import dev.gatehouse.ui.route.RouteView;
import dev.gatehouse.ui.security.AlertStack;
import dev.gatehouse.ui.security.SecurityView;
import dev.gatehouse.ui.session.SessionView;
import dev.gatehouse.ui.session.SessionViewModel;
import dev.gatehouse.ui.settings.SettingsView;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.trace.TraceView;
import dev.gatehouse.ui.user.UserFilters;
import dev.gatehouse.ui.user.UserView;
import dev.gatehouse.ui.widget.Kit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.event.EventHandler;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The main window's content. */
public final class ShellView extends StackPane {

    private static final List<KeyCode> DIGITS = List.of(KeyCode.DIGIT1, KeyCode.DIGIT2, KeyCode.DIGIT3, KeyCode.DIGIT4,
            KeyCode.DIGIT5, KeyCode.DIGIT6, KeyCode.DIGIT7, KeyCode.DIGIT8, KeyCode.DIGIT9,
            KeyCode.DIGIT0);
    private static final KeyCombination OPEN_PALETTE = new KeyCodeCombination(KeyCode.K,
            KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination FIND = new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination UNDO = new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination REFRESH = new KeyCodeCombination(KeyCode.F5);
    private static final KeyCombination NOTICES = new KeyCodeCombination(KeyCode.F6);

    private final ShellViewModel model;
    private final Kit kit;
    private final Runnable signOut;
    private final BorderPane frame = new BorderPane();
    private final Map<Place, Node> views = new EnumMap<>(Place.class);
    private final Toasts toasts;
    private final Palette palette;

    /** @param signOut leaves this server */
    public ShellView(ShellViewModel model, Kit kit, TaskRunner tasks, Runnable signOut) {
        this.model = model;
        this.kit = kit;
        this.signOut = signOut;
        this.toasts = new Toasts(kit, tasks, model.notices(), model::openReceipt);
        this.palette = new Palette(kit, entries(), model::openTrace);
        frame.setLeft(navigation());
        frame.setTop(null);
        BorderPane right = new BorderPane();
        right.setTop(new VBox(new Header(model, kit, palette::open, signOut),
                new RehearsalBanner(model.background().offline(), kit),
                new CapsuleBanner(model.background().offline(), kit),
                new AlertStack(model.background().alerts(), kit)));
        right.setBottom(new StatusBar(model, kit));
        frame.setCenter(right);
        frame.getStyleClass().add("shell");
        StackPane.setAlignment(toasts, Pos.BOTTOM_RIGHT);
        getChildren().addAll(frame, kit.overlay().node(), toasts);
        model.placeProperty().addListener((observed, before, now) -> right.setCenter(view(now)));
        if (model.placeProperty().get() != null) {
            right.setCenter(view(model.placeProperty().get()));
        }
        EventHandler<KeyEvent> shortcuts = this::shortcut;
        sceneProperty().addListener((observed, before, now) -> {
            if (before != null) {
                before.removeEventFilter(KeyEvent.KEY_PRESSED, shortcuts);
            }
            if (now != null) {
                now.addEventFilter(KeyEvent.KEY_PRESSED, shortcuts);
            }
        });
    }

    private Node navigation() {
        Label mark = new Label("", kit.icon(Feather.SHIELD));
        mark.getStyleClass().add("brand-mark");
        Label brand = new Label("Gatehouse", mark);
        brand.getStyleClass().add("brand");
        VBox nav = new VBox(brand);
        nav.getStyleClass().add("nav");
        ToggleGroup group = new ToggleGroup();
        for (Place place : Place.values()) {
            ToggleButton item = new ToggleButton();
            item.setId(place.key().replace('.', '-'));
            item.setGraphic(kit.icon(place.icon()));
            item.textProperty().bind(kit.messages().text(place.key()));
            item.getStyleClass().setAll("nav-item");
            item.setToggleGroup(group);
            item.setOnAction(event -> model.placeProperty().set(place));
            item.setSelected(model.placeProperty().get() == place);
            model.placeProperty().addListener((observed, before, now) -> item.setSelected(now == place));
            if (place == Place.SETTINGS) {
                Region gap = new Region();
                VBox.setVgrow(gap, Priority.ALWAYS);
                nav.getChildren().add(gap);
            }
            nav.getChildren().add(place == Place.SECURITY ? counted(item) : item);
        }
        group.selectedToggleProperty().addListener((observed, before, now) -> {
            if (now == null && before != null) {
                before.setSelected(true);
            }
        });
        return nav;
    }

    /** The item with the number of doors that are shut. */
    private Node counted(ToggleButton item) {
        var locks = model.rooms().locks().locks();
        Label count = new Label();
        count.setId("lock-count");
        count.getStyleClass().add("nav-count");
        count.setMouseTransparent(true);
        count.textProperty()
                .bind(Bindings.createStringBinding(() -> locks.size() > 99 ? "99+" : Integer.toString(locks.size()),
                        locks));
        count.visibleProperty().bind(Bindings.isNotEmpty(locks));
        StackPane.setAlignment(count, Pos.CENTER_RIGHT);
        StackPane.setMargin(count, new Insets(0, 8, 0, 0));
        return new StackPane(item, count);
    }

    private Node view(Place place) {
        return views.computeIfAbsent(place, wanted -> switch (wanted) {
            case OVERVIEW -> new DashboardView(model.rooms().dashboard(), kit);
            case SESSIONS -> new SessionView(model.rooms().sessions(), kit);
            case USERS -> new UserView(model.rooms().users(), kit);
            case ROUTES -> new RouteView(model.rooms().routes(), kit);
            case AUDIT -> new AuditView(model.rooms().audit(), kit);
            case HEALTH -> new HealthView(model.rooms().health(), kit);
            case SECURITY -> new SecurityView(model.rooms().locks(), model.background().alerts(), kit);
            case MESSAGES -> new MessageView(model.rooms().messages(), kit);
            case TRACES -> new TraceView(model.rooms().traces(), kit);
            case SETTINGS -> new SettingsView(model.rooms().settings(), kit);
        });
    }

    private List<Palette.Entry> entries() {
        List<Palette.Entry> entries = new ArrayList<>();
        for (Place place : Place.values()) {
            entries.add(new Palette.Entry(place.key(), place.icon(), place.shortcut(),
                    () -> model.placeProperty().set(place)));
        }
        entries.add(new Palette.Entry("palette.refresh", Feather.REFRESH_CW, "F5", model::refresh));
        entries.add(new Palette.Entry("palette.notices", Feather.BELL, "F6", toasts::turn));
        entries.add(new Palette.Entry("palette.createUser", Feather.USER_PLUS, "",
                () -> press(Place.USERS, "#create-user")));
        entries.add(new Palette.Entry("palette.importUsers", Feather.UPLOAD, "",
                () -> press(Place.USERS, "#import-users")));
        entries.add(new Palette.Entry("palette.exportUsers", Feather.DOWNLOAD, "",
                () -> press(Place.USERS, "#export-users")));
        entries.add(new Palette.Entry("job.title", Feather.LIST, "",
                () -> JobsPanel.open(model.background().jobs(), kit)));
        entries.add(new Palette.Entry("offline.title", Feather.CLOCK, "",
                () -> WaitingPanel.open(model.background().offline(), kit)));
        entries.add(new Palette.Entry("capsule.title", Feather.ARCHIVE, "",
                () -> CapsuleDialog.open(model.background().offline(), kit)));
        entries.add(new Palette.Entry("rehearsal.title", Feather.CLOUD_OFF, "",
                () -> RehearsalDialog.open(model.background().offline(), kit)));
        entries.add(new Palette.Entry("action.undo", Feather.CORNER_UP_LEFT, "Ctrl+Z",
                () -> model.notices().undoLast()));
        entries.add(new Palette.Entry("palette.dormant", Feather.MOON, "", () -> {
            model.placeProperty().set(Place.USERS);
            model.rooms().users().filters().dormantProperty().set(UserFilters.DormantFilter.DAYS_90);
        }));
        entries.add(new Palette.Entry("palette.topics", Feather.LAYERS, "",
                () -> press(Place.AUDIT, "#audit-topics-open")));
        entries.add(new Palette.Entry("palette.verify", Feather.SHIELD, "",
                () -> press(Place.AUDIT, "#audit-verify-open")));
        entries.add(new Palette.Entry("palette.exportAudit", Feather.DOWNLOAD, "",
                () -> press(Place.AUDIT, "#audit-export-open")));
        entries.add(new Palette.Entry("palette.saveFilter", Feather.BELL, "",
                () -> choose(Place.AUDIT, "#audit-filters", "filter-open")));
        entries.add(new Palette.Entry("palette.createRoute", Feather.PLUS, "",
                () -> press(Place.ROUTES, "#create-route")));
        entries.add(new Palette.Entry("palette.writeMessage", Feather.SEND, "",
                () -> messages(MessageViewModel.Tab.WRITE)));
        entries.add(new Palette.Entry("palette.rooms", Feather.MESSAGE_SQUARE, "",
                () -> messages(MessageViewModel.Tab.ROOMS)));
        entries.add(new Palette.Entry("palette.ghosts", Feather.EYE_OFF, "", () -> {
            model.placeProperty().set(Place.SESSIONS);
            model.rooms().sessions().tabProperty().set(SessionViewModel.Tab.GHOSTS);
        }));
        entries.add(new Palette.Entry("palette.past", Feather.CLOCK, "", () -> {
            model.placeProperty().set(Place.SESSIONS);
            model.rooms().sessions().tabProperty().set(SessionViewModel.Tab.ONLINE);
            model.rooms().sessions().modeProperty().set(SessionViewModel.Mode.PAST);
        }));
        entries.add(new Palette.Entry("palette.banned", Feather.SLASH, "", () -> {
            model.placeProperty().set(Place.USERS);
            model.rooms().users().filters().stateProperty().set(UserFilters.StateFilter.BANNED);
        }));
        entries.add(new Palette.Entry("header.theme", Feather.MOON, "",
                () -> model.rooms().settings().toggleTheme()));
        entries.add(new Palette.Entry("header.language", Feather.GLOBE, "",
                () -> model.rooms().settings().toggleLanguage()));
        entries.add(new Palette.Entry("header.signOut", Feather.LOG_OUT, "", signOut));
        return entries;
    }

    private void messages(MessageViewModel.Tab tab) {
        model.placeProperty().set(Place.MESSAGES);
        model.rooms().messages().tabProperty().set(tab);
    }

    private void press(Place place, String selector) {
        model.placeProperty().set(place);
        if (view(place).lookup(selector) instanceof javafx.scene.control.Button button && button.isVisible()) {
            button.fire();
        }
    }

    private void choose(Place place, String menu, String id) {
        model.placeProperty().set(place);
        if (view(place).lookup(menu) instanceof MenuButton button) {
            button.getItems().stream().filter(item -> id.equals(item.getId())).forEach(MenuItem::fire);
        }
    }

    private void shortcut(KeyEvent event) {
        if (OPEN_PALETTE.match(event)) {
            palette.open();
        } else if (FIND.match(event)) {
            Node field = view(model.placeProperty().get()).lookup(".search-field");
            if (field != null) {
                field.requestFocus();
            }
        } else if (REFRESH.match(event)) {
            model.refresh();
        } else if (NOTICES.match(event)) {
            toasts.turn();
        } else if (UNDO.match(event)) {
            if (event.getTarget() instanceof TextInputControl || !model.notices().undoLast()) {
                return;
            }
        } else if (event.getCode() == KeyCode.ESCAPE && (toasts.holdsKeyboard() || kit.overlay().isOpen())) {
            escape();
        } else if (!event.isShortcutDown() || !goTo(DIGITS.indexOf(event.getCode()) + 1)) {
            return;
        }
        event.consume();
    }

    private void escape() {
        if (toasts.holdsKeyboard()) {
            toasts.dismiss();
        } else {
            kit.overlay().leave();
        }
    }

    private boolean goTo(int digit) {
        for (Place place : Place.values()) {
            if (place.digit() == digit && !kit.overlay().isOpen()) {
                model.placeProperty().set(place);
                return true;
            }
        }
        return false;
    }
}
