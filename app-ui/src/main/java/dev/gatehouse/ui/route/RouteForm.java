package dev.gatehouse.ui.route;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RouteWarning;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The fields of one route, its policies, and what the server warns of. */
final class RouteForm extends VBox {

    private static final double METHOD_WIDTH = 112;
    private static final int UPSTREAM_ROWS = 2;

    private final RouteViewModel model;
    private final RouteFormModel form;
    private final Kit kit;

    /** @param goTo gets the id of a route that a warning names */
    RouteForm(RouteViewModel model, RouteFormModel form, Kit kit, Consumer<String> goTo) {
        super(16);
        this.model = model;
        this.form = form;
        this.kit = kit;
        VBox upstreams = kit.field("route.upstreams",
                RouteFields.area("route-upstreams", form.upstreamsProperty(), UPSTREAM_ROWS),
                fault(form.upstreamsFault(), "upstreams"));
        VBox answer = RouteFields.answer(kit, form.answer(), "route");
        RouteFields.shownWhile(upstreams, form.staticProperty().not());
        RouteFields.shownWhile(answer, form.staticProperty());
        getChildren().addAll(head(),
                kit.field("route.host", RouteFields.field("route-host", form.hostProperty()),
                        fault(form.hostFault(), "host")),
                warnings(goTo), permission(), kit.toggle("route.static", form.staticProperty()), upstreams, answer,
                kit.field("route.comment", RouteFields.field("route-comment", form.commentProperty()),
                        fault(form.commentFault(), "comment")),
                kit.toggle("route.enabledSwitch", form.enabledProperty()),
                new PolicySections(form.policies(), form.faults(), kit),
                refusal());
    }

    private ObservableValue<String> fault(ObservableValue<@Nullable Sentence> own, String field) {
        return kit.messages().sentence(form.faults().or(own, field));
    }

    private HBox head() {
        ComboBox<String> method = new ComboBox<>();
        method.getItems().setAll(RouteFormModel.METHODS);
        method.valueProperty().bindBidirectional(form.methodProperty());
        method.setMinWidth(METHOD_WIDTH);
        TextField path = RouteFields.field("route-path", form.pathProperty());
        path.getStyleClass().addAll("mono", "first-focus");
        VBox pathBox = kit.field("route.path", path, fault(form.pathFault(), "path"));
        HBox.setHgrow(pathBox, Priority.ALWAYS);
        return new HBox(12, kit.field("route.method", method), pathBox);
    }

    private VBox permission() {
        ComboBox<RoutePermission> choice = kit.choice(List.of(RoutePermission.values()), RouteTable::key,
                form.permissionProperty(), "route.permission");
        HBox roles = new HBox(16);
        for (Role role : Role.values()) {
            CheckBox box = new CheckBox();
            box.textProperty().bind(kit.messages().text(roleKey(role)));
            box.selectedProperty().bindBidirectional(form.roleProperty(role));
            roles.getChildren().add(box);
        }
        roles.setAlignment(Pos.CENTER_LEFT);
        RouteFields.shownWhile(roles, form.permissionProperty().isEqualTo(RoutePermission.ADMIN));
        return new VBox(8, kit.field("route.permission", choice), roles);
    }

    private static String roleKey(Role role) {
        return switch (role) {
            case VIEWER -> "role.viewer";
            case OPERATOR -> "role.operator";
            case ADMIN -> "role.admin";
        };
    }

    private Node warnings(Consumer<String> goTo) {
        VBox box = new VBox(8);
        box.setId("route-warnings");
        box.getStyleClass().addAll("message-box", Tone.WARN.styleClass());
        Runnable show = () -> box.getChildren()
                .setAll(form.warnings().stream().map(warning -> warning(warning, goTo)).toList());
        form.warnings().addListener((ListChangeListener<RouteWarning>) change -> show.run());
        kit.followLanguage(box, show);
        RouteFields.shownWhile(box, Bindings.isNotEmpty(form.warnings()));
        return box;
    }

    private Node warning(RouteWarning warning, Consumer<String> goTo) {
        Label words = RouteFields.wrapped(kit.messages().get(model.told(form, warning)));
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox line = new HBox(8, words);
        line.setAlignment(Pos.CENTER_LEFT);
        if (model.namesAnother(form, warning)) {
            Button show = kit.button("route.warning.show", Feather.CORNER_DOWN_RIGHT, "small");
            show.setOnAction(event -> goTo.accept(warning.routeId()));
            line.getChildren().add(show);
        }
        return line;
    }

    private Node refusal() {
        ObservableValue<String> sentence = kit.messages()
                .sentence(form.faults().orElsewhere(form.refusalProperty()));
        Label words = kit.value(sentence);
        words.setWrapText(true);
        HBox box = new HBox(8, kit.icon(Tone.BAD.icon()), words);
        box.getStyleClass().addAll("message-box", Tone.BAD.styleClass());
        RouteFields.shownWhile(box, Bindings.createBooleanBinding(() -> !sentence.getValue().isEmpty(), sentence));
        return box;
    }
}
