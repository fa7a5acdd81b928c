package dev.gatehouse.ui.route;

import atlantafx.base.controls.ToggleSwitch;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RoutePolicies.ChangeKind;
import dev.gatehouse.model.route.RoutePolicies.LimitKey;
import dev.gatehouse.model.route.RoutePolicies.LimitKind;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Question;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** A route's policies: a section each that opens on its figures, and presets that fill them. */
final class PolicySections extends VBox {

    private static final double FIGURE_WIDTH = 96;

    private final PolicyFormModel model;
    private final ServerFaults faults;
    private final Kit kit;

    PolicySections(PolicyFormModel model, ServerFaults faults, Kit kit) {
        super(6);
        this.model = model;
        this.faults = faults;
        this.kit = kit;
        setId("policies");
        HBox head = new HBox(8, kit.styled("card-title", "route.policies"), kit.spacer(), presets());
        head.setAlignment(Pos.CENTER_LEFT);
        getChildren().add(head);
        for (PolicyPart part : PolicyPart.values()) {
            getChildren().add(section(part));
        }
    }

    private MenuButton presets() {
        MenuButton menu = new MenuButton();
        menu.setId("policy-presets");
        menu.textProperty().bind(kit.messages().text("route.presets"));
        menu.setGraphic(kit.icon(Feather.SLIDERS));
        for (PolicyPreset preset : PolicyPreset.values()) {
            MenuItem item = new MenuItem();
            item.setId("preset-" + preset.name());
            item.textProperty().bind(kit.messages().text(preset.key()));
            item.setOnAction(event -> fill(preset));
            menu.getItems().add(item);
        }
        return menu;
    }

    /** Fills the sections; it is asked first where limits that somebody typed would be lost. */
    private void fill(PolicyPreset preset) {
        if (!model.losesLimits(preset.policies())) {
            model.take(preset.policies());
            return;
        }
        new Dialogs(kit).ask(new Question("route.preset.title",
                Sentence.of("route.preset.body", Sentence.of(preset.key()), model.limits().size()), "route.preset.fill",
                false), reason -> model.take(preset.policies()));
    }

    private TitledPane section(PolicyPart part) {
        Label name = kit.label(part.key());
        Label summary = new Label();
        summary.setMinWidth(0);
        HBox title = new HBox(8, name, summary);
        title.setAlignment(Pos.BASELINE_LEFT);
        VBox content = new VBox(12, line(part));
        content.getChildren().addAll(fields(part));
        TitledPane pane = new TitledPane();
        pane.setId("policy-" + part.word());
        pane.setGraphic(title);
        pane.setContent(content);
        pane.setExpanded(false);
        pane.setAnimated(false);
        pane.getStyleClass().add("dense");
        pane.accessibleTextProperty().bind(kit.messages().text(part.key()));
        kit.follow(pane, () -> show(part, summary), model.policiesProperty(), faults.errorsProperty(),
                kit.messages().languageProperty());
        return pane;
    }

    /** What the server finds wrong is told in the title, where it is seen also while the section is shut. */
    private void show(PolicyPart part, Label summary) {
        Sentence fault = faults.within("policies." + part.word());
        summary.getStyleClass().setAll("label", fault == null ? "muted" : "field-error");
        if (fault != null) {
            summary.setText(kit.messages().get(fault));
            return;
        }
        Sentence words = PolicyWords.summary(part, model.lastSound());
        summary.setText(words != null
                ? kit.messages().get(words)
                : part == PolicyPart.TIMEOUT
                        ? kit.messages().get("route.policySum.timeout",
                                Spans.text(RoutePolicies.DEFAULT_TIMEOUT_MILLIS))
                        : "–");
    }

    private Node line(PolicyPart part) {
        Label line = kit.styled("muted", part.lineKey());
        line.setWrapText(true);
        line.setMinHeight(USE_PREF_SIZE);
        if (part == PolicyPart.LIMITS) {
            return line;
        }
        ToggleSwitch use = kit.toggle("route.policyUse", model.useProperty(part));
        use.setId("use-" + part.word());
        return new VBox(8, line, use);
    }

    private List<Node> fields(PolicyPart part) {
        List<Node> fields = switch (part) {
            case TIMEOUT -> List.of(figure("route.timeout", model.timeout(), "timeoutMillis"));
            case RETRY -> List.of(new HBox(12, figure("route.attempts", model.attempts(), "retry.attempts"),
                    figure("route.backoff", model.backoff(), "retry.backoffMillis")));
            case BREAKER -> List.of(new HBox(12, figure("route.volume", model.volume(), "breaker.volume"),
                    figure("route.percent", model.percent(), "breaker.failurePercent"),
                    figure("route.open", model.open(), "breaker.openMillis")));
            case BULKHEAD -> List.of(figure("route.concurrent", model.concurrent(), "bulkhead.concurrent"));
            case LIMITS -> List.of(limits());
            case CACHE -> List.of(figure("route.ttl", model.ttl(), "cache.ttlMillis"),
                    new VBox(6, kit.styled("field-name", "route.invalidatedBy"), new HBox(16, kind(ChangeKind.USER),
                            kind(ChangeKind.ROUTE))));
            case FALLBACK -> fallback();
        };
        if (part != PolicyPart.LIMITS) {
            fields.forEach(field -> shownWhile(field, model.useProperty(part)));
        }
        return fields;
    }

    private CheckBox kind(ChangeKind kind) {
        return box(switch (kind) {
            case USER -> "route.invalidatedBy.user";
            case ROUTE -> "route.invalidatedBy.route";
        }, model.invalidatedByProperty(kind));
    }

    private List<Node> fallback() {
        VBox answer = RouteFields.answer(kit, model.answer(), "fallback");
        shownWhile(answer, model.answersProperty());
        VBox all = new VBox(12, box("route.lastGood", model.lastGoodProperty()),
                box("route.fallbackAnswers", model.answersProperty()), answer, fault(model.fallbackFaultProperty()));
        return List.of(all);
    }

    private Node limits() {
        VBox rows = new VBox(12);
        rows.setId("limit-rows");
        Runnable show = () -> rows.getChildren().setAll(model.limits().stream().map(this::limit).toList());
        model.limits().addListener((ListChangeListener<LimitRow>) change -> show.run());
        show.run();
        Button add = kit.button("route.limitAdd", Feather.PLUS, "small");
        add.setId("limit-add");
        add.disableProperty().bind(Bindings.size(model.limits()).greaterThanOrEqualTo(RoutePolicies.MOST_LIMITS));
        add.setOnAction(event -> model.addLimit());
        return new VBox(12, rows, fault(model.limitsFaultProperty()), add);
    }

    private Node limit(LimitRow row) {
        Button remove = kit.iconButton("route.limitRemove", Feather.TRASH_2);
        remove.setOnAction(event -> model.limits().remove(row));
        HBox ways = new HBox(8,
                kit.choice(List.of(LimitKind.values()), PolicyWords::key, row.kindProperty(), "route.limitKind"),
                kit.choice(List.of(LimitKey.values()), PolicyWords::key, row.perProperty(), "route.limitPer"),
                kit.spacer(), remove);
        ways.setAlignment(Pos.CENTER_LEFT);
        HBox figures = new HBox(12, figure("route.permits", row.permits(), row.permits().faultProperty()),
                figure("route.period", row.period(), row.period().faultProperty()));
        VBox box = new VBox(8, ways, figures,
                fault(faults.at(() -> "policies.limits[" + model.limits().indexOf(row) + "]")));
        box.getStyleClass().add("list-row");
        return box;
    }

    /** @param path where the server tells faults of it, below the policies */
    private VBox figure(String key, FigureField field, String path) {
        return figure(key, field, faults.or(field.faultProperty(), "policies." + path));
    }

    private VBox figure(String key, FigureField field, ObservableValue<@Nullable Sentence> fault) {
        VBox box = kit.field(key, RouteFields.field(key.replace('.', '-'), field.textProperty()),
                kit.messages().sentence(fault));
        box.setMinWidth(FIGURE_WIDTH);
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    private CheckBox box(String key, BooleanProperty value) {
        CheckBox box = new CheckBox();
        box.textProperty().bind(kit.messages().text(key));
        box.selectedProperty().bindBidirectional(value);
        return box;
    }

    private Node fault(ObservableValue<@Nullable Sentence> fault) {
        ObservableValue<String> words = kit.messages().sentence(fault);
        Label label = kit.value(words, "field-error", Tone.BAD.styleClass() + "-plain");
        label.setWrapText(true);
        shownWhile(label, Bindings.createBooleanBinding(() -> !words.getValue().isEmpty(), words));
        return label;
    }

    private static void shownWhile(Node node, ObservableValue<Boolean> condition) {
        RouteFields.shownWhile(node, condition);
    }
}
