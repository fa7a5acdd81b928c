package dev.gatehouse.ui.audit;

import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Segments;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The book: what is searched for, how much of it there was over time, the records, and one of them in full. */
public final class AuditView extends VBox {

    private final AuditViewModel model;
    private final Kit kit;
    private final BooleanBinding live;

    public AuditView(AuditViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        live = model.modeProperty().isEqualTo(AuditViewModel.Mode.LIVE);
        AuditTable newest = new AuditTable(model, kit, model.tail().rows(), model.tail().load(), "audit.noneYet");
        AuditTable found = new AuditTable(model, kit, model.pages().rows(), model.pages().load(), "audit.none");
        GroupTable gathered = new GroupTable(model, kit);
        StackPane tables = new StackPane(shown(newest.node(), AuditViewModel.Mode.LIVE),
                shown(found.node(), AuditViewModel.Mode.SEARCH), shown(gathered, AuditViewModel.Mode.GROUPS));
        tables.setMinWidth(0);
        StackPane choosers = new StackPane(shown(newest.chooser(), AuditViewModel.Mode.LIVE),
                shown(found.chooser(), AuditViewModel.Mode.SEARCH));
        HBox.setHgrow(tables, Priority.ALWAYS);
        HBox middle = new HBox(12, tables, new AuditDetails(model.record(), kit));
        VBox.setVgrow(middle, Priority.ALWAYS);
        getStyleClass().addAll("view", "audit-view");
        getChildren().addAll(kit.head("place.audit", "audit.line", flow()), new AuditSearchBar(model, kit),
                new TopicBar(model, kit, choosers), new ChartPane(model, kit), news(), middle,
                new AuditFoot(model, kit));
    }

    private <N extends Node> N shown(N node, AuditViewModel.Mode mode) {
        return whileTrue(node, model.modeProperty().isEqualTo(mode));
    }

    /** Shows a node, and gives it room, while a condition holds. */
    static <N extends Node> N whileTrue(N node, ObservableBooleanValue condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(condition);
        return node;
    }

    private Node flow() {
        Segments<AuditViewModel.Mode> modes = new Segments<>(kit, List.of(AuditViewModel.Mode.values()),
                AuditView::key, model.modeProperty());
        ToggleButton pause = new ToggleButton();
        pause.setId("audit-pause");
        pause.setGraphic(kit.icon(Feather.PAUSE));
        pause.textProperty().bind(kit.messages().text("session.pause"));
        pause.selectedProperty().bindBidirectional(model.tail().pausedProperty());
        pause.setMinWidth(USE_PREF_SIZE);
        return new HBox(8, whileTrue(pause, live), modes);
    }

    private static String key(AuditViewModel.Mode mode) {
        return switch (mode) {
            case LIVE -> "audit.live";
            case SEARCH -> "audit.searching";
            case GROUPS -> "audit.grouped";
        };
    }

    /** What the tail does not show: records that wait, and records that came too fast. */
    private Node news() {
        Label waiting = new Label();
        waiting.setId("audit-waiting");
        waiting.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages().get("audit.tail.waiting", model.tail().waitingProperty().get()),
                        model.tail().waitingProperty(), kit.messages().languageProperty()));
        Button on = kit.button("audit.tail.goOn", Feather.PLAY, "flat", "small");
        on.setId("audit-go-on");
        on.setOnAction(event -> model.tail().pausedProperty().set(false));
        HBox paused = box(Tone.CALM, Feather.PAUSE, waiting, on);
        whileTrue(paused, live.and(model.tail().pausedProperty()));
        Label skipped = new Label();
        skipped.setId("audit-skipped");
        skipped.textProperty().bind(Bindings.createStringBinding(() -> {
            AuditTail.Skipped now = model.tail().skippedProperty().get();
            return now == null ? "" : kit.messages().get("audit.tail.skipped", now.count());
        }, model.tail().skippedProperty(), kit.messages().languageProperty()));
        Button show = kit.button("audit.tail.show", Feather.SEARCH, "flat", "small");
        show.setId("audit-show-skipped");
        show.setOnAction(event -> model.showSkipped());
        Button dismiss = kit.iconButton("audit.tail.dismiss", Feather.X, "small");
        dismiss.setOnAction(event -> model.tail().dismissSkipped());
        HBox burst = box(Tone.WARN, Feather.FAST_FORWARD, skipped, show, dismiss);
        whileTrue(burst, live.and(model.tail().skippedProperty().isNotNull()));
        VBox lines = new VBox(6, paused, burst);
        lines.managedProperty().bind(paused.visibleProperty().or(burst.visibleProperty()));
        return lines;
    }

    private HBox box(Tone tone, Feather sign, Label words, Node... actions) {
        HBox box = kit.toolbar(kit.icon(sign), words, kit.spacer());
        box.getChildren().addAll(actions);
        box.getStyleClass().addAll("message-box", "slim", tone.styleClass());
        return box;
    }

    static String key(Outcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> "outcome.accepted";
            case REFUSED -> "outcome.refused";
            case FAILED -> "outcome.failed";
        };
    }

    /** How good an outcome is. */
    static Tone tone(Outcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> Tone.GOOD;
            case REFUSED -> Tone.WARN;
            case FAILED -> Tone.BAD;
        };
    }

    /** The badge of an outcome. */
    static Label badge(Kit kit, Outcome outcome) {
        return kit.badge(tone(outcome), kit.messages().get(key(outcome)));
    }
}
