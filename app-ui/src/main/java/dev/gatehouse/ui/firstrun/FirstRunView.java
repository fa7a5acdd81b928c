package dev.gatehouse.ui.firstrun;

import atlantafx.base.controls.PasswordTextField;
import dev.gatehouse.ui.client.PasswordRules;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The wizard of the first start. */
public final class FirstRunView extends StackPane {

    private final FirstRunViewModel model;
    private final Kit kit;

    public FirstRunView(FirstRunViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        VBox place = place();
        VBox admin = admin();
        VBox summary = summary();
        shownAt(place, FirstRunViewModel.Step.PLACE);
        shownAt(admin, FirstRunViewModel.Step.ADMIN);
        shownAt(summary, FirstRunViewModel.Step.SUMMARY);
        VBox card = new VBox(kit.styled("view-title", "firstrun.title"), steps(), place, admin, summary, failure(),
                buttons());
        card.getStyleClass().addAll("gate-card", "wide");
        card.setMaxHeight(Region.USE_PREF_SIZE);
        getStyleClass().add("gate");
        setAlignment(Pos.CENTER);
        getChildren().add(card);
    }

    private void shownAt(Node node, FirstRunViewModel.Step step) {
        shownWhile(node, model.stepProperty().isEqualTo(step));
    }

    private Node steps() {
        HBox row = new HBox(8);
        int number = 0;
        for (FirstRunViewModel.Step step : FirstRunViewModel.Step.values()) {
            number++;
            Label label = kit.label(switch (step) {
                case PLACE -> "firstrun.stepPlace";
                case ADMIN -> "firstrun.stepAdmin";
                case SUMMARY -> "firstrun.stepSummary";
            }, number);
            label.getStyleClass().add("badge");
            Runnable mark = () -> {
                boolean current = model.stepProperty().get() == step;
                label.getStyleClass().removeAll(Tone.ACCENT.styleClass(), Tone.CALM.styleClass());
                label.getStyleClass().add((current ? Tone.ACCENT : Tone.CALM).styleClass());
            };
            mark.run();
            model.stepProperty().addListener((observed, before, now) -> mark.run());
            row.getChildren().add(label);
        }
        return row;
    }

    private VBox place() {
        ToggleGroup group = new ToggleGroup();
        Label folder = new Label(model.dataFolder());
        folder.getStyleClass().add("mono");
        folder.setWrapText(true);
        TextField remote = new TextField();
        remote.setId("remote");
        remote.setPromptText("https://gatehouse.example.com:7070");
        remote.textProperty().bindBidirectional(model.remoteProperty());
        remote.disableProperty().bind(model.hereProperty());
        VBox here = choice("firstrun.here", "firstrun.hereLine", group, folder, model.hereProperty());
        VBox there = choice("firstrun.there", "firstrun.thereLine", group, remote, model.hereProperty().not());
        RadioButton first = (RadioButton) here.getChildren().getFirst();
        first.setSelected(model.hereProperty().get());
        first.selectedProperty().addListener((observed, before, now) -> model.hereProperty().set(now));
        return new VBox(12, here, there);
    }

    private VBox choice(String key, String lineKey, ToggleGroup group, Node more, ObservableValue<Boolean> chosen) {
        RadioButton button = new RadioButton();
        button.setId(key.replace('.', '-'));
        button.textProperty().bind(kit.messages().text(key));
        button.getStyleClass().add("card-title");
        button.setToggleGroup(group);
        Label line = kit.styled("muted", lineKey);
        line.setWrapText(true);
        VBox box = new VBox(button, line, more);
        box.getStyleClass().add("choice-card");
        box.setOnMouseClicked(event -> button.setSelected(true));
        Runnable mark = () -> {
            box.getStyleClass().remove("chosen");
            if (chosen.getValue()) {
                box.getStyleClass().add("chosen");
            }
        };
        mark.run();
        chosen.addListener((observed, before, now) -> mark.run());
        box.setUserData(chosen); // a binding lives only as long as somebody holds it
        return box;
    }

    private VBox admin() {
        TextField username = new TextField();
        username.setId("admin-name");
        username.textProperty().bindBidirectional(model.usernameProperty());
        VBox rules = new VBox(4, rule(model.longEnough(), "firstrun.ruleLength", PasswordRules.SHORTEST),
                rule(model.withoutName(), "firstrun.ruleName"), rule(model.repeated(), "firstrun.ruleAgain"));
        Label line = kit.styled("muted", "firstrun.adminLine");
        line.setWrapText(true);
        return new VBox(16, line, kit.field("login.username", username),
                kit.field("login.password", password("admin-password", model.passwordProperty())),
                kit.field("firstrun.again", password("admin-again", model.againProperty())), rules);
    }

    private static PasswordTextField password(String id, StringProperty value) {
        PasswordTextField field = new PasswordTextField();
        field.setId(id);
        field.passwordProperty().addListener((observed, before, now) -> value.set(now));
        return field;
    }

    private Label rule(BooleanBinding met, String key, Object... values) {
        Label rule = kit.label(key, values);
        Runnable mark = () -> {
            rule.getStyleClass().removeAll("rule-met", "rule-open");
            rule.getStyleClass().add(met.get() ? "rule-met" : "rule-open");
            rule.setGraphic(kit.icon(met.get() ? Feather.CHECK_CIRCLE : Feather.CIRCLE));
        };
        mark.run();
        met.addListener((observed, before, now) -> mark.run());
        rule.setUserData(met); // a binding lives only as long as somebody holds it
        return rule;
    }

    private VBox summary() {
        Label done = kit.badge(Tone.GOOD, "");
        done.textProperty().bind(kit.messages().text("firstrun.done"));
        Label line = kit.styled("muted", "firstrun.doneLine");
        line.setWrapText(true);
        Label name = kit.value(model.usernameProperty(), "mono");
        Label folder = new Label(model.dataFolder());
        folder.getStyleClass().add("mono");
        return new VBox(12, done, line, kit.detail("firstrun.admin", name), kit.detail("firstrun.folder", folder));
    }

    private Node failure() {
        ObservableValue<String> sentence = kit.messages().sentence(model.failureProperty());
        Label words = kit.value(sentence);
        words.setWrapText(true);
        HBox box = new HBox(8, kit.icon(Tone.BAD.icon()), words);
        box.getStyleClass().addAll("message-box", Tone.BAD.styleClass());
        shownWhile(box, Bindings.createBooleanBinding(() -> !sentence.getValue().isEmpty(), sentence));
        return box;
    }

    private Node buttons() {
        Button back = kit.button("firstrun.back", Feather.CHEVRON_LEFT);
        back.visibleProperty().bind(model.stepProperty().isEqualTo(FirstRunViewModel.Step.ADMIN));
        back.setOnAction(event -> model.goBack());
        Button next = kit.button("firstrun.next", Feather.CHEVRON_RIGHT, "primary");
        next.setId("next");
        next.setDefaultButton(true);
        next.textProperty().unbind();
        next.textProperty()
                .bind(Bindings.createStringBinding(() -> kit.messages().get(switch (model.stepProperty().get()) {
                    case PLACE -> "firstrun.next";
                    case ADMIN -> "firstrun.create";
                    case SUMMARY -> "firstrun.open";
                }), model.stepProperty(), kit.messages().languageProperty()));
        next.disableProperty().bind(model.mayGoOn().not());
        next.setOnAction(event -> model.goOn());
        return kit.toolbar(back, kit.spacer(), next);
    }

    private static void shownWhile(Node node, ObservableValue<Boolean> condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(condition);
    }
}
