package dev.gatehouse.ui.user;

import atlantafx.base.controls.RingProgressIndicator;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.user.TimelineEntry;
import dev.gatehouse.model.user.User;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Kit;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What happened to one user, at the right of the table. */
final class TimelinePanel extends VBox {

    private static final double WIDTH = 340;

    private final TimelineViewModel model;
    private final Kit kit;

    TimelinePanel(TimelineViewModel model, Kit kit) {
        super(12);
        this.model = model;
        this.kit = kit;
        setId("timeline");
        getStyleClass().add("surface");
        setMinWidth(WIDTH);
        setPrefWidth(WIDTH);
        setMaxWidth(WIDTH);
        visibleProperty().bind(model.openProperty());
        managedProperty().bind(visibleProperty());
        ListView<TimelineEntry> list = list();
        StackPane middle = new StackPane(list);
        VBox.setVgrow(middle, Priority.ALWAYS);
        Button older = kit.button("timeline.older", Feather.CHEVRON_DOWN, "flat");
        older.setId("timeline-older");
        older.setMaxWidth(Double.MAX_VALUE);
        older.visibleProperty().bind(model.olderProperty());
        older.managedProperty().bind(older.visibleProperty());
        older.setOnAction(event -> model.more());
        getChildren().addAll(head(), kinds(), middle, older);
    }

    private Node head() {
        Label name = new Label();
        name.getStyleClass().add("dialog-title");
        name.textProperty()
                .bind(Bindings.createStringBinding(() -> {
                    User user = model.userProperty().get();
                    return user == null ? kit.messages().get("timeline.open") : user.username();
                }, model.userProperty(), kit.messages().languageProperty()));
        name.setMinWidth(0);
        Button close = kit.iconButton("action.close", Feather.X);
        close.setOnAction(event -> model.openProperty().set(false));
        HBox head = new HBox(8, name, kit.spacer(), close);
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    private Node kinds() {
        HBox box = new HBox(6);
        for (TimelineEntry.Kind kind : TimelineEntry.Kind.values()) {
            ToggleButton toggle = new ToggleButton();
            toggle.setId("timeline-" + kind);
            toggle.setGraphic(kit.icon(icon(kind)));
            toggle.textProperty().bind(kit.messages().text(key(kind)));
            toggle.getStyleClass().add("small");
            toggle.selectedProperty().bindBidirectional(model.kindProperty(kind));
            toggle.setMinWidth(USE_PREF_SIZE);
            box.getChildren().add(toggle);
        }
        return box;
    }

    private static String key(TimelineEntry.Kind kind) {
        return switch (kind) {
            case SESSION -> "timeline.sessions";
            case TOKEN -> "timeline.tokens";
            case AUDIT -> "timeline.audit";
        };
    }

    private static Feather icon(TimelineEntry.Kind kind) {
        return switch (kind) {
            case SESSION -> Feather.RADIO;
            case TOKEN -> Feather.KEY;
            case AUDIT -> Feather.BOOK_OPEN;
        };
    }

    private ListView<TimelineEntry> list() {
        ListView<TimelineEntry> list = new ListView<>(model.entries());
        list.getStyleClass().add("timeline-list");
        list.setCellFactory(made -> new EntryCell());
        list.setPlaceholder(placeholder());
        list.setOnMouseClicked(event -> open(list.getSelectionModel().getSelectedItem(), event.getClickCount() == 2));
        list.setOnKeyPressed(event -> open(list.getSelectionModel().getSelectedItem(),
                event.getCode() == KeyCode.ENTER));
        return list;
    }

    private void open(@Nullable TimelineEntry entry, boolean wanted) {
        if (entry != null && wanted) {
            model.goTo(entry);
        }
    }

    private Node placeholder() {
        BooleanBinding nobody = model.userProperty().isNull();
        Label words = kit.value(Bindings.createStringBinding(() -> {
            if (nobody.get()) {
                return kit.messages().get("timeline.nobody");
            }
            Load load = model.load();
            return switch (load.stateProperty().get()) {
                case WAITING -> kit.messages().get("table.waiting");
                case READY -> kit.messages().get("timeline.none");
                case FAILED -> load.failureProperty().get() == null
                        ? ""
                        : kit.messages().get(load.failureProperty().get());
            };
        }, nobody, model.load().stateProperty(), model.load().failureProperty(), kit.messages().languageProperty()),
                "muted");
        words.setWrapText(true);
        words.setTextAlignment(javafx.scene.text.TextAlignment.CENTER);
        RingProgressIndicator ring = new RingProgressIndicator(-1);
        ring.visibleProperty()
                .bind(model.load().stateProperty().isEqualTo(Load.State.WAITING).and(nobody.not()));
        ring.managedProperty().bind(ring.visibleProperty());
        Button again = kit.button("action.retry", Feather.REFRESH_CW);
        again.visibleProperty()
                .bind(model.load().stateProperty().isEqualTo(Load.State.FAILED).and(nobody.not()));
        again.managedProperty().bind(again.visibleProperty());
        again.setOnAction(event -> model.refresh());
        VBox box = new VBox(12, ring, words, again);
        box.setAlignment(Pos.CENTER);
        box.getStyleClass().add("placeholder");
        return box;
    }

    /** A sign, what it was and how it ended, by whom and why, and how long ago. */
    private final class EntryCell extends ListCell<TimelineEntry> {

        @Override
        protected void updateItem(@Nullable TimelineEntry entry, boolean empty) {
            super.updateItem(entry, empty);
            setText(null);
            if (empty || entry == null) {
                setGraphic(null);
                setTooltip(null);
                return;
            }
            Label what = new Label(kit.messages().named("action", entry.what()));
            what.getStyleClass().add("timeline-what");
            what.setMinWidth(0);
            Label age = new Label();
            age.getStyleClass().add("muted");
            age.setMinWidth(USE_PREF_SIZE);
            age.textProperty()
                    .bind(Bindings.createStringBinding(
                            () -> Ages.since(kit.messages(), entry.at(), kit.now().getValue()), kit.now(),
                            kit.messages().languageProperty()));
            HBox first = new HBox(8, what, kit.spacer(), age);
            first.setAlignment(Pos.BASELINE_LEFT);
            VBox lines = new VBox(2, first);
            String second = second(entry);
            if (!second.isEmpty()) {
                Label detail = new Label(second);
                detail.getStyleClass().add("muted");
                detail.setMinWidth(0);
                lines.getChildren().add(detail);
            }
            HBox.setHgrow(lines, Priority.ALWAYS);
            lines.setMinWidth(0);
            HBox row = new HBox(10, sign(entry), lines);
            row.setAlignment(Pos.TOP_LEFT);
            row.prefWidthProperty().bind(widthProperty().subtract(32));
            setGraphic(row);
            setPrefWidth(0);
            setTooltip(new Tooltip(Ages.exact(entry.at()) + (second.isEmpty() ? "" : "\n" + second)));
        }

        private FontIcon sign(TimelineEntry entry) {
            FontIcon sign = kit.icon(icon(entry.kind()));
            boolean bad = entry.outcome() == Outcome.REFUSED || entry.outcome() == Outcome.FAILED;
            sign.getStyleClass().add(bad ? "timeline-bad" : "timeline-sign");
            return sign;
        }

        private String second(TimelineEntry entry) {
            StringBuilder text = new StringBuilder();
            if (entry.outcome() == Outcome.REFUSED) {
                text.append(kit.messages().get("outcome.refused"));
            } else if (entry.outcome() == Outcome.FAILED) {
                text.append(kit.messages().get("outcome.failed"));
            }
            append(text, entry.by());
            append(text, entry.detail());
            return text.toString();
        }

        private void append(StringBuilder text, @Nullable String part) {
            if (part != null && !part.isBlank()) {
                text.append(text.isEmpty() ? "" : " · ").append(part);
            }
        }
    }
}
