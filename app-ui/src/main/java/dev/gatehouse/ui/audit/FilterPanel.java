package dev.gatehouse.ui.audit;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.ui.settings.SavedFilter;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Kit;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.collections.WeakListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Every saved filter: its name, what it finds, whether it is watched, and what the watch has seen. */
final class FilterPanel extends VBox {

    private final AuditViewModel model;
    private final Kit kit;
    private final ListChangeListener<SavedFilter> filters = change -> show();
    private final ListChangeListener<WatchRules.Watch> watches = change -> show();

    FilterPanel(AuditViewModel model, Kit kit) {
        super(12);
        this.model = model;
        this.kit = kit;
        setId("filter-panel");
        model.filters().filters().addListener(new WeakListChangeListener<>(filters));
        model.watches().watches().addListener(new WeakListChangeListener<>(watches));
        show();
    }

    private void show() {
        List<SavedFilter> all = model.filters().filters();
        if (all.isEmpty()) {
            Label words = kit.styled("muted", "filter.none");
            words.setWrapText(true);
            VBox empty = new VBox(12, kit.icon(Feather.BOOKMARK), words);
            empty.setAlignment(Pos.CENTER);
            empty.getStyleClass().add("placeholder");
            empty.setMinHeight(160);
            getChildren().setAll(empty);
            return;
        }
        Label line = kit.styled("muted", "filter.line");
        line.setWrapText(true);
        line.setMinHeight(USE_PREF_SIZE);
        getChildren().setAll(line);
        all.forEach(filter -> getChildren().add(card(filter)));
    }

    private Node card(SavedFilter filter) {
        TextField name = new TextField(filter.name());
        name.setId("filter-name-" + filter.id());
        name.accessibleTextProperty().bind(kit.messages().text("filter.name"));
        HBox.setHgrow(name, Priority.ALWAYS);
        Runnable rename = () -> {
            String wanted = name.getText().strip();
            if (!wanted.isEmpty() && !wanted.equals(filter.name())) {
                model.filters().rename(filter, wanted);
            }
        };
        name.setOnAction(event -> rename.run());
        name.focusedProperty().addListener((observed, before, now) -> {
            if (!now) {
                rename.run();
            }
        });
        Button show = kit.iconButton("filter.show", Feather.SEARCH);
        show.setOnAction(event -> {
            kit.overlay().hide();
            model.show(filter);
        });
        Button delete = kit.iconButton("filter.delete", Feather.TRASH_2);
        delete.setId("filter-delete-" + filter.id());
        delete.setOnAction(event -> model.filters().delete(filter));
        HBox head = new HBox(6, name, show, delete);
        head.setAlignment(Pos.CENTER_LEFT);
        Label what = new Label(told(filter));
        what.getStyleClass().addAll("mono", "muted");
        what.setWrapText(true);
        what.setMinHeight(USE_PREF_SIZE);
        CheckBox watch = new CheckBox();
        watch.setId("filter-watch-" + filter.id());
        watch.textProperty().bind(kit.messages().text("watch.on"));
        watch.setSelected(model.filters().isWatched(filter));
        watch.setOnAction(event -> model.filters().watch(filter, watch.isSelected()));
        VBox card = new VBox(8, head, what, watch);
        card.getStyleClass().add("job-card");
        model.watches()
                .watches()
                .stream()
                .filter(each -> each.on() && each.filter().id().equals(filter.id()))
                .findFirst()
                .ifPresent(each -> card.getChildren().add(seen(each)));
        return card;
    }

    private String told(SavedFilter filter) {
        String words = filter.query().isBlank() ? kit.messages().get("filter.everything") : filter.query();
        String topics = filter.topics().isEmpty() ? "" : "\n" + String.join(", ", filter.topics());
        String range = switch (filter.range()) {
            case ALL -> "";
            case HOUR, DAY, WEEK -> "\n" + kit.messages().get(AuditSearchBar.key(filter.range()));
            case TIME, OFFSETS -> "\n" + kit.messages().get(AuditSearchBar.key(filter.range())) + " " + filter.from()
                    + " – " + filter.to();
        };
        return words + topics + range;
    }

    private Node seen(WatchRules.Watch watch) {
        if (watch.fault() != null) {
            Label fault = new Label(kit.messages().get(watch.fault()));
            fault.getStyleClass().add("field-error");
            fault.setWrapText(true);
            return fault;
        }
        AuditEntry last = watch.last();
        if (last == null) {
            return kit.styled("muted", "watch.nothing");
        }
        Label count = new Label(kit.messages().get("watch.seen", watch.matches(), Ages.exact(last.event().time())));
        count.getStyleClass().add("muted");
        Hyperlink open = new Hyperlink();
        open.textProperty().bind(kit.messages().text("watch.last"));
        open.setOnAction(event -> {
            kit.overlay().hide();
            model.record().shownProperty().set(last);
        });
        HBox line = new HBox(6, count, open);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }
}
