package dev.gatehouse.ui.route;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.ui.widget.Badge;
import dev.gatehouse.ui.widget.Chips;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Asks which route takes a request; tells beside the question whether one does, and below it which, and which others would. */
final class RouteProbeBar extends VBox {

    private static final double METHOD_WIDTH = 104;
    private static final double HOST_WIDTH = 120;
    private static final double PATH_WIDTH = 180;
    private static final double LEAST_PATH = 110;

    private final RouteViewModel model;
    private final Kit kit;
    private final Label answer = new Label();
    private final Label words = new Label();
    private final FlowPane others = new FlowPane(6, 6);

    RouteProbeBar(RouteViewModel model, Kit kit) {
        super(8);
        this.model = model;
        this.kit = kit;
        RouteProbe probe = model.probe();
        ComboBox<String> method = new ComboBox<>();
        method.getItems().setAll(RouteFormModel.METHODS.subList(1, RouteFormModel.METHODS.size()));
        method.valueProperty().bindBidirectional(probe.methodProperty());
        method.setMinWidth(METHOD_WIDTH);
        method.accessibleTextProperty().bind(kit.messages().text("route.method"));
        TextField host = field("probe-host", "route.probe.host", HOST_WIDTH);
        host.textProperty().bindBidirectional(probe.hostProperty());
        TextField path = field("probe-path", "route.probe.prompt", PATH_WIDTH);
        path.textProperty().bindBidirectional(probe.pathProperty());
        Button ask = kit.button("route.probe.ask", Feather.CROSSHAIR);
        ask.setId("probe-ask");
        ask.setOnAction(event -> probe.ask());
        answer.setId("probe-answer");
        answer.setMinWidth(USE_PREF_SIZE);
        words.setId("probe-words");
        words.setMinWidth(0);
        path.setMinWidth(LEAST_PATH);
        HBox.setHgrow(path, Priority.ALWAYS);
        others.setId("probe-others");
        others.setPrefWrapLength(Chips.ONE_LINE);
        Label name = kit.styled("card-title", "route.probe.title");
        name.setMinWidth(USE_PREF_SIZE);
        HBox bar = new HBox(8, name, method, host, path, ask, answer);
        bar.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(bar, others);
        getStyleClass().add("surface");
        setStyle("-fx-padding: 8 16 8 16;");
        kit.follow(this, this::show, probe.answerProperty(), kit.messages().languageProperty());
    }

    private TextField field(String id, String promptKey, double width) {
        TextField field = new TextField();
        field.setId(id);
        field.getStyleClass().add("mono");
        field.setPrefWidth(width);
        field.promptTextProperty().bind(kit.messages().text(promptKey));
        field.accessibleTextProperty().bind(kit.messages().text(promptKey));
        field.setOnAction(event -> model.probe().ask());
        return field;
    }

    private void show() {
        RouteProbe.Answer found = model.probe().answerProperty().get();
        if (found != null) {
            kit.show(answer, badge(found.outcome()));
            words.setText(kit.messages().get(found.sentence()));
        }
        answer.setVisible(found != null);
        answer.setManaged(found != null);
        others.setVisible(found != null);
        others.setManaged(found != null);
        showOthers(found == null ? null : found.route(), found == null ? List.of() : found.others());
    }

    private Badge badge(RouteProbe.Outcome outcome) {
        return switch (outcome) {
            case TAKEN -> Badge.of(Tone.GOOD, kit.messages().get("route.probe.taken"));
            case NOBODY -> Badge.of(Tone.WARN, kit.messages().get("route.probe.nobody"));
            case FAILED -> Badge.of(Tone.WARN, kit.messages().get("route.probe.failed"));
        };
    }

    private void showOthers(@Nullable Route taken, List<Route> more) {
        others.getChildren().setAll(words);
        if (taken != null) {
            others.getChildren().add(chip(taken));
            others.getChildren()
                    .add(kit.styled("muted", more.isEmpty() ? "route.probe.alone" : "route.probe.others"));
            more.forEach(other -> others.getChildren().add(chip(other)));
        }
        others.setAlignment(Pos.CENTER_LEFT);
    }

    private Button chip(Route route) {
        Button chip = new Button(RouteName.of(route.spec()));
        chip.getStyleClass().addAll("chip", "small", "mono");
        chip.setOnAction(event -> model.show(route.id()));
        return chip;
    }
}
