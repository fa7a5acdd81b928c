package dev.gatehouse.ui.settings;

import dev.gatehouse.model.health.Health;
import dev.gatehouse.model.user.User;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.text.HealthWords;
import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.widget.Kit;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** What the operator chooses, and what the node says of itself. */
public final class SettingsView extends VBox {

    private final SettingsViewModel model;
    private final Kit kit;
    private final VBox node = new VBox(8);
    private final VBox account = new VBox(8);

    public SettingsView(SettingsViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        VBox left = new VBox(12, kit.card("settings.theme", themes()), kit.card("settings.language", languages()),
                kit.card("offline.copies", copies()),
                kit.card("settings.keys", keys()));
        VBox right = new VBox(12, kit.card("settings.account", account), kit.card("settings.node", node));
        KeysTable keysTable = new KeysTable(model.keys(), kit);
        VBox.setVgrow(keysTable, Priority.ALWAYS);
        HBox.setHgrow(left, Priority.ALWAYS);
        HBox.setHgrow(right, Priority.ALWAYS);
        left.setPrefWidth(400);
        right.setPrefWidth(400);
        getStyleClass().add("view");
        ScrollPane scroll = new ScrollPane(new VBox(12, new HBox(12, left, right), keysTable));
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(kit.head("place.settings", "settings.line"), scroll);
        model.nodeProperty().addListener((observed, before, now) -> show());
        model.load().stateProperty().addListener((observed, before, now) -> show());
        kit.followLanguage(this, this::show);
    }

    private Node themes() {
        ToggleGroup group = new ToggleGroup();
        RadioButton light = radio("theme.light", group, Theme.LIGHT);
        RadioButton dark = radio("theme.dark", group, Theme.DARK);
        choose(group, model.themeProperty().get());
        group.selectedToggleProperty()
                .addListener((observed, before, now) -> model.themeProperty().set((Theme) now.getUserData()));
        model.themeProperty().addListener((observed, before, now) -> choose(group, now));
        return new HBox(24, light, dark);
    }

    private Node languages() {
        ToggleGroup group = new ToggleGroup();
        HBox row = new HBox(24);
        for (Language language : Language.values()) {
            RadioButton button = new RadioButton(language.ownName());
            button.setId("language-" + language);
            button.setToggleGroup(group);
            button.setUserData(language);
            row.getChildren().add(button);
        }
        choose(group, model.languageProperty().get());
        group.selectedToggleProperty()
                .addListener((observed, before, now) -> model.languageProperty().set((Language) now.getUserData()));
        kit.follow(row, () -> choose(group, model.languageProperty().get()), model.languageProperty());
        return row;
    }

    private Node copies() {
        Label line = kit.styled("muted", "offline.copiesLine");
        line.setWrapText(true);
        CheckBox wipe = new CheckBox();
        wipe.setId("wipe-cache");
        wipe.textProperty().bind(kit.messages().text("offline.wipe"));
        wipe.selectedProperty().bindBidirectional(model.wipesCacheProperty());
        return new VBox(8, line, wipe);
    }

    private RadioButton radio(String key, ToggleGroup group, Theme value) {
        RadioButton button = new RadioButton();
        button.setId(key.replace('.', '-'));
        button.textProperty().bind(kit.messages().text(key));
        button.setToggleGroup(group);
        button.setUserData(value);
        return button;
    }

    private static void choose(ToggleGroup group, Object value) {
        group.getToggles()
                .stream()
                .filter(toggle -> toggle.getUserData().equals(value))
                .findFirst()
                .ifPresent(group::selectToggle);
    }

    private Node keys() {
        return new VBox(8, kit.detail("settings.keyPlaces", "Ctrl+1 … Ctrl+9", "mono"),
                kit.detail("settings.keyPalette", "Ctrl+K", "mono"), kit.detail("settings.keySearch", "Ctrl+F", "mono"),
                kit.detail("settings.keyRefresh", "F5", "mono"), kit.detail("action.undo", "Ctrl+Z", "mono"),
                kit.detail("settings.keyClose", "Esc", "mono"));
    }

    private void show() {
        User operator = model.operator();
        account.getChildren().setAll(kit.detail("settings.server", model.server(), "mono"));
        if (operator != null) {
            String roles = operator.roles()
                    .stream()
                    .sorted()
                    .map(role -> kit.messages().get(switch (role) {
                        case VIEWER -> "role.viewer";
                        case OPERATOR -> "role.operator";
                        case ADMIN -> "role.admin";
                    }))
                    .collect(Collectors.joining(", "));
            account.getChildren()
                    .addAll(kit.detail("settings.operator", operator.username()),
                            kit.detail("settings.roles", roles.isEmpty() ? "–" : roles));
        }
        Health health = model.nodeProperty().get();
        if (health == null) {
            node.getChildren()
                    .setAll(model.load().failureProperty().get() == null
                            ? kit.styled("muted", "table.waiting")
                            : kit.value(kit.messages().sentence(model.load().failureProperty()), "muted"));
            return;
        }
        node.getChildren()
                .setAll(kit.detail("health.node", health.node(), "mono"),
                        kit.detail("health.version", health.version(), "mono"),
                        kit.detail("settings.runningSince", Ages.exact(health.startedAt()), "mono"));
        health.dependencies()
                .forEach(dependency -> node.getChildren()
                        .add(kit.namedDetail(kit.messages().named("layer", dependency.name()),
                                kit.messages().get(HealthWords.told(dependency.detail())))));
    }
}
