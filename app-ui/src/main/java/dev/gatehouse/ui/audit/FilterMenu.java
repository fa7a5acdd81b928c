package dev.gatehouse.ui.audit;

import dev.gatehouse.ui.settings.SavedFilter;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import org.kordamp.ikonli.feather.Feather;

/** Searches that were saved, one click away; and the way to save the one that is looked at. */
final class FilterMenu extends MenuButton {

    private final AuditViewModel model;
    private final Kit kit;
    private final Dialogs dialogs;

    FilterMenu(AuditViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        this.dialogs = new Dialogs(kit);
        setId("audit-filters");
        setGraphic(kit.icon(Feather.BOOKMARK));
        textProperty().bind(kit.messages().text("filter.menu"));
        setMinWidth(USE_PREF_SIZE);
        model.filters().filters().addListener((ListChangeListener<SavedFilter>) change -> fill());
        kit.followLanguage(this, this::fill);
    }

    private void fill() {
        List<MenuItem> items = new ArrayList<>();
        for (SavedFilter filter : model.filters().filters()) {
            MenuItem item = new MenuItem(filter.name());
            item.setOnAction(event -> model.show(filter));
            items.add(item);
        }
        if (!items.isEmpty()) {
            items.add(new SeparatorMenuItem());
        }
        MenuItem save = item("filter.save", Feather.SAVE, this::save);
        save.disableProperty().bind(model.range().faultProperty().isNotNull());
        items.add(save);
        items.add(item("filter.open", Feather.BELL, new AuditPanels(model, kit)::filters));
        items.add(item("audit.clear", Feather.X, model::clear));
        getItems().setAll(items);
    }

    private MenuItem item(String key, Feather icon, Runnable deed) {
        MenuItem item = new MenuItem(kit.messages().get(key), kit.icon(icon));
        item.setId(key.replace('.', '-'));
        item.setOnAction(event -> deed.run());
        return item;
    }

    private void save() {
        TextField name = new TextField();
        name.setId("filter-name");
        name.getStyleClass().add("first-focus");
        name.promptTextProperty().bind(kit.messages().text("filter.name.prompt"));
        Button save = kit.button("action.save", Feather.SAVE, "primary");
        save.setId("filter-save-now");
        save.disableProperty().bind(name.textProperty().isEmpty());
        Runnable deed = () -> {
            if (!name.getText().isBlank()) {
                kit.overlay().hide();
                model.filters().save(model.filter(name.getText().strip()));
            }
        };
        save.setOnAction(event -> deed.run());
        name.setOnAction(event -> deed.run());
        dialogs.dialog("filter.save", kit.field("filter.name", name), save);
    }
}
