package dev.gatehouse.ui.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.ui.settings.SavedFilter;
import dev.gatehouse.ui.widget.Chips;
import dev.gatehouse.ui.widget.Kit;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** What is searched for: words with their completions and their fault below, the range, and searches that were saved. */
final class AuditSearchBar extends VBox {

    private final AuditViewModel model;
    private final Kit kit;
    private final TextField field;
    private final Chips<AuditExchange.Completion> chips;

    AuditSearchBar(AuditViewModel model, Kit kit) {
        super(6);
        this.model = model;
        this.kit = kit;
        field = kit.search("audit.search", model.words().textProperty());
        field.setId("audit-search");
        field.setMinWidth(140);
        HBox.setHgrow(field, Priority.ALWAYS);
        chips = new Chips<>(model.words().proposals(), proposal -> proposal.text().strip(), this::propose);
        chips.setId("audit-proposals");
        caret();
        getChildren().addAll(line(), help(), bounds());
    }

    private void caret() {
        field.caretPositionProperty().addListener((observed, before, now) -> {
            if (field.isFocused()) {
                model.words().caretProperty().set(now.intValue());
            }
        });
        field.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DOWN && !chips.getChildren().isEmpty()) {
                chips.getChildren().getFirst().requestFocus();
                event.consume();
            }
        });
        field.focusedProperty().addListener((observed, before, now) -> attend());
        chips.focusWithinProperty().addListener((observed, before, now) -> attend());
        chips.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.UP || event.getCode() == KeyCode.ESCAPE) {
                back(field.getCaretPosition());
                event.consume();
            }
        });
    }

    private void attend() {
        Node owner = getScene() == null ? null : getScene().getFocusOwner();
        if (field.equals(owner)) {
            model.words().caretProperty().set(field.getCaretPosition());
        }
        model.words().attendedProperty().set(field.equals(owner) || chips.isFocusWithin());
    }

    private void propose(AuditExchange.Completion proposal) {
        model.words().propose(proposal);
        back(model.words().caretProperty().get());
    }

    private void back(int caret) {
        field.requestFocus();
        field.positionCaret(caret);
    }

    private Node line() {
        Button order = kit.button("audit.order.newest", Feather.ARROW_DOWN);
        order.setId("audit-order");
        order.textProperty().unbind();
        order.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages().get(key(model.pages().orderProperty().get())),
                        model.pages().orderProperty(), kit.messages().languageProperty()));
        order.setOnAction(event -> model.pages()
                .orderProperty()
                .set(model.pages().orderProperty().get() == AuditExchange.Order.NEWEST ? AuditExchange.Order.OLDEST
                        : AuditExchange.Order.NEWEST));
        model.pages()
                .orderProperty()
                .addListener((observed, before, now) -> order.setGraphic(
                        kit.icon(now == AuditExchange.Order.NEWEST ? Feather.ARROW_DOWN : Feather.ARROW_UP)));
        AuditView.whileTrue(order, model.modeProperty().isEqualTo(AuditViewModel.Mode.SEARCH));
        Node by = kit.choice(List.of(AuditExchange.GroupBy.values()), AuditSearchBar::key, model.groups().byProperty(),
                "audit.group.by");
        by.setId("audit-group-by");
        AuditView.whileTrue(by, model.modeProperty().isEqualTo(AuditViewModel.Mode.GROUPS));
        Node range = kit.choice(List.of(SavedFilter.Range.values()), AuditSearchBar::key,
                model.range().kindProperty(), "audit.range");
        range.setId("audit-range");
        return kit.toolbar(field, range, by, order, new FilterMenu(model, kit));
    }

    private static String key(AuditExchange.Order order) {
        return switch (order) {
            case NEWEST -> "audit.order.newest";
            case OLDEST -> "audit.order.oldest";
        };
    }

    private static String key(AuditExchange.GroupBy by) {
        return switch (by) {
            case SESSION -> "audit.group.session";
            case TRACE -> "audit.group.trace";
            case ACTOR -> "audit.group.actor";
        };
    }

    static String key(SavedFilter.Range range) {
        return switch (range) {
            case ALL -> "range.all";
            case HOUR -> "range.hour";
            case DAY -> "range.day";
            case WEEK -> "range.week";
            case TIME -> "range.time";
            case OFFSETS -> "range.offsets";
        };
    }

    /** How the words may go on, or what is wrong with them. */
    private Node help() {
        Label words = kit.styled("muted", "session.words.help");
        words.setMinWidth(USE_PREF_SIZE);
        HBox.setHgrow(chips, Priority.ALWAYS);
        HBox line = new HBox(8, words, chips);
        line.setAlignment(Pos.CENTER_LEFT);
        AuditView.whileTrue(line,
                Bindings.isNotEmpty(model.words().proposals()).and(model.words().faultProperty().isNull()));
        Label fault = kit.value(kit.messages().sentence(model.words().faultProperty()), "field-error");
        fault.setId("audit-fault");
        fault.setWrapText(true);
        AuditView.whileTrue(fault, model.words().faultProperty().isNotNull());
        VBox box = new VBox(line, fault);
        box.managedProperty().bind(line.visibleProperty().or(fault.visibleProperty()));
        return box;
    }

    /** Where a range of its own begins and ends. */
    private Node bounds() {
        AuditRange range = model.range();
        TextField from = bound("range.from", "range.first", range.fromProperty());
        TextField to = bound("range.to", "range.last", range.toProperty());
        Label hint = kit.styled("muted", "range.hint");
        AuditView.whileTrue(hint, range.kindProperty().isEqualTo(SavedFilter.Range.TIME).and(
                range.faultProperty().isNull()));
        Label fault = kit.value(kit.messages().sentence(range.faultProperty()), "field-error");
        fault.setId("range-fault");
        HBox line = kit.toolbar(named("range.from", from), from, named("range.to", to), to, hint, fault);
        return AuditView.whileTrue(line, range.kindProperty().isEqualTo(SavedFilter.Range.TIME)
                .or(range.kindProperty().isEqualTo(SavedFilter.Range.OFFSETS)));
    }

    private Label named(String key, TextField owner) {
        Label name = kit.label(key);
        name.setLabelFor(owner);
        name.setMinWidth(USE_PREF_SIZE);
        return name;
    }

    private TextField bound(String key, String promptKey, StringProperty value) {
        TextField bound = new TextField();
        bound.setId(key.replace('.', '-'));
        bound.setPrefWidth(168);
        bound.getStyleClass().add("mono");
        bound.promptTextProperty().bind(kit.messages().text(promptKey));
        bound.accessibleTextProperty().bind(kit.messages().text(key));
        bound.textProperty().bindBidirectional(value);
        return bound;
    }
}
