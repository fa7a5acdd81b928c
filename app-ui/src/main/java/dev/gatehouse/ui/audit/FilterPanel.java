package dev.gatehouse.ui.audit;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.ui.settings.SavedFilter;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Kit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/**
 * Every saved filter: its name, what it finds, whether it is watched, and what the watch has seen. A card stays as long as
 * its filter does, so that whoever is at it is not disturbed by a record that matches.
 */
final class FilterPanel extends VBox {

    private final AuditViewModel model;
    private final Kit kit;
    private final Map<String, Card> cards = new HashMap<>();
    private final ListChangeListener<SavedFilter> filters = change -> show();
    private final ListChangeListener<WatchRules.Watch> watches = change -> showSeen();

    FilterPanel(AuditViewModel model, Kit kit) {
        super(12);
        this.model = model;
        this.kit = kit;
        setId("filter-panel");
        model.filters().filters().addListener(new WeakListChangeListener<>(filters));
        model.watches().watches().addListener(new WeakListChangeListener<>(watches));
        kit.followLanguage(this, this::show);
    }

    private void show() {
        List<SavedFilter> all = model.filters().filters();
        cards.keySet().retainAll(all.stream().map(SavedFilter::id).toList());
        List<Node> wanted = new ArrayList<>();
        if (all.isEmpty()) {
            wanted.add(none());
        } else {
            Label line = kit.styled("muted", "filter.line");
            line.setWrapText(true);
            line.setMinHeight(USE_PREF_SIZE);
            wanted.add(line);
        }
        for (SavedFilter filter : all) {
            Card card = cards.computeIfAbsent(filter.id(), made -> new Card(filter));
            card.show(filter);
            wanted.add(card);
        }
        if (!cardsOf(wanted).equals(cardsOf(getChildren())) || all.isEmpty()) {
            getChildren().setAll(wanted);
        }
        showSeen();
    }

    private static List<Node> cardsOf(List<Node> nodes) {
        return nodes.stream().filter(Card.class::isInstance).toList();
    }

    private Node none() {
        Label words = kit.styled("muted", "filter.none");
        words.setWrapText(true);
        VBox empty = new VBox(12, kit.icon(Feather.BOOKMARK), words);
        empty.setAlignment(Pos.CENTER);
        empty.getStyleClass().add("placeholder");
        empty.setMinHeight(160);
        return empty;
    }

    private void showSeen() {
        cards.values().forEach(card -> card.showSeen(model.watches()
                .watches()
                .stream()
                .filter(each -> each.on() && each.filter().id().equals(card.filter.id()))
                .findFirst()
                .orElse(null)));
    }

    /** One filter. */
    private final class Card extends VBox {

        private final TextField name = new TextField();
        private final Label what = new Label();
        private final CheckBox watch = new CheckBox();
        private final VBox seen = new VBox();
        private SavedFilter filter;
        private WatchRules.@Nullable Watch told;

        Card(SavedFilter filter) {
            super(8);
            this.filter = filter;
            getStyleClass().add("job-card");
            name.setId("filter-name-" + filter.id());
            name.setText(filter.name());
            name.accessibleTextProperty().bind(kit.messages().text("filter.name"));
            HBox.setHgrow(name, Priority.ALWAYS);
            name.setOnAction(event -> rename());
            name.focusedProperty().addListener((observed, before, now) -> {
                if (!now && name.getScene() != null) {
                    rename();
                }
            });
            Button show = kit.iconButton("filter.show", Feather.SEARCH);
            show.setOnAction(event -> {
                kit.overlay().hide();
                model.show(this.filter);
            });
            Button delete = kit.iconButton("filter.delete", Feather.TRASH_2);
            delete.setId("filter-delete-" + filter.id());
            delete.setOnAction(event -> model.filters().delete(this.filter));
            HBox head = new HBox(6, name, show, delete);
            head.setAlignment(Pos.CENTER_LEFT);
            what.getStyleClass().addAll("mono", "muted");
            what.setWrapText(true);
            what.setMinHeight(USE_PREF_SIZE);
            watch.setId("filter-watch-" + filter.id());
            watch.textProperty().bind(kit.messages().text("watch.on"));
            watch.setOnAction(event -> model.filters().watch(this.filter, watch.isSelected()));
            getChildren().addAll(head, what, watch, seen);
        }

        private void rename() {
            String wanted = name.getText().strip();
            if (!wanted.isEmpty() && !wanted.equals(filter.name())) {
                model.filters().rename(filter, wanted);
            }
        }

        void show(SavedFilter now) {
            if (!now.name().equals(filter.name()) && !name.isFocused()) {
                name.setText(now.name());
            }
            filter = now;
            what.setText(told(now));
        }

        void showSeen(WatchRules.@Nullable Watch now) {
            watch.setSelected(model.filters().isWatched(filter));
            if (!Objects.equals(now, told)) {
                told = now;
                seen.getChildren().clear();
                if (now != null) {
                    seen.getChildren().add(seen(now));
                }
            }
            seen.setManaged(now != null);
        }
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
