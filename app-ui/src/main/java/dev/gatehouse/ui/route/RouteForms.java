package dev.gatehouse.ui.route;

import atlantafx.base.controls.ToggleSwitch;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RouteVersion;
import dev.gatehouse.model.route.RouteWarning;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The drawers about one route: its form and its history. */
final class RouteForms {

    private final RouteViewModel model;
    private final Kit kit;
    private final Dialogs dialogs;

    RouteForms(RouteViewModel model, Kit kit, Dialogs dialogs) {
        this.model = model;
        this.kit = kit;
        this.dialogs = dialogs;
    }

    void create() {
        open(new RouteFormModel(null), "route.createTitle");
    }

    void edit(Route route) {
        open(new RouteFormModel(route), "route.editTitle");
    }

    private void open(RouteFormModel form, String titleKey) {
        Button check = kit.button("route.check", Feather.SEARCH);
        check.disableProperty().bind(form.sendable().not());
        check.setOnAction(event -> model.lint(form));
        Button save = kit.button("action.save", Feather.CHECK, "primary");
        save.setId("save-route");
        save.disableProperty().bind(form.sendable().not());
        save.setOnAction(event -> model.save(form, () -> kit.overlay().hide()));
        dialogs.drawer(titleKey, fields(form), check, save);
    }

    private VBox fields(RouteFormModel form) {
        ComboBox<String> method = new ComboBox<>();
        method.getItems().setAll(RouteFormModel.METHODS);
        method.valueProperty().bindBidirectional(form.methodProperty());
        method.setMinWidth(112);
        TextField path = field("route-path", form.pathProperty());
        path.getStyleClass().addAll("mono", "first-focus");
        VBox pathBox = kit.field("route.path", path, kit.messages().sentence(form.pathFault()));
        HBox.setHgrow(pathBox, Priority.ALWAYS);
        HBox first = new HBox(12, kit.field("route.method", method), pathBox);
        VBox upstreams = kit.field("route.upstreams", area("route-upstreams", form.upstreamsProperty(), 2),
                kit.messages().sentence(form.upstreamsFault()));
        VBox answer = answerFields(form);
        shownWhile(upstreams, form.staticProperty().not());
        shownWhile(answer, form.staticProperty());
        return new VBox(16, first,
                kit.field("route.host", field("route-host", form.hostProperty()),
                        kit.messages().sentence(form.hostFault())),
                permission(form), toggle("route.static", form.staticProperty()), upstreams, answer,
                kit.field("route.comment", field("route-comment", form.commentProperty())),
                toggle("route.enabledSwitch", form.enabledProperty()), warnings(form), refusal(form));
    }

    private VBox answerFields(RouteFormModel form) {
        TextField status = field("route-status", form.statusProperty());
        status.setPrefWidth(88);
        VBox type = kit.field("route.contentType", field("route-type", form.contentTypeProperty()));
        HBox.setHgrow(type, Priority.ALWAYS);
        HBox head = new HBox(12, kit.field("route.status", status, kit.messages().sentence(form.statusFault())), type);
        return new VBox(16, head, kit.field("route.body", area("route-body", form.bodyProperty(), 4)));
    }

    private VBox permission(RouteFormModel form) {
        ComboBox<RoutePermission> choice = kit.choice(List.of(RoutePermission.values()), RouteView::key,
                form.permissionProperty(), "route.permission");
        HBox roles = new HBox(16);
        for (Role role : Role.values()) {
            CheckBox box = new CheckBox();
            box.textProperty().bind(kit.messages().text(roleKey(role)));
            box.selectedProperty().bindBidirectional(form.roleProperty(role));
            roles.getChildren().add(box);
        }
        roles.setAlignment(Pos.CENTER_LEFT);
        shownWhile(roles, form.permissionProperty().isEqualTo(RoutePermission.ADMIN));
        return new VBox(8, kit.field("route.permission", choice), roles);
    }

    private static String roleKey(Role role) {
        return switch (role) {
            case VIEWER -> "role.viewer";
            case OPERATOR -> "role.operator";
            case ADMIN -> "role.admin";
        };
    }

    private Node toggle(String key, javafx.beans.property.BooleanProperty value) {
        ToggleSwitch toggle = new ToggleSwitch();
        toggle.textProperty().bind(kit.messages().text(key));
        toggle.selectedProperty().bindBidirectional(value);
        return toggle;
    }

    private Node warnings(RouteFormModel form) {
        VBox box = new VBox(4);
        box.getStyleClass().addAll("message-box", Tone.WARN.styleClass());
        form.warnings()
                .addListener((ListChangeListener<RouteWarning>) change -> box.getChildren()
                        .setAll(form.warnings().stream().map(warning -> wrapped(warning.message())).toList()));
        shownWhile(box, Bindings.isNotEmpty(form.warnings()));
        return box;
    }

    private Node refusal(RouteFormModel form) {
        ObservableValue<String> sentence = kit.messages().sentence(form.refusalProperty());
        Label words = kit.value(sentence);
        words.setWrapText(true);
        HBox box = new HBox(8, kit.icon(Tone.BAD.icon()), words);
        box.getStyleClass().addAll("message-box", Tone.BAD.styleClass());
        shownWhile(box, Bindings.createBooleanBinding(() -> !sentence.getValue().isEmpty(), sentence));
        return box;
    }

    void history(Route route) {
        VBox versions = new VBox();
        versions.setId("history");
        Label state = kit.value(kit.messages().sentence(model.historyLoad().failureProperty()), "muted");
        state.setWrapText(true);
        Runnable show = () -> versions.getChildren()
                .setAll(model.history().stream().map(version -> version(route, version)).toList());
        model.history().addListener((ListChangeListener<RouteVersion>) change -> show.run());
        Label of = new Label(route.spec().method() + " " + route.spec().path());
        of.getStyleClass().add("mono");
        model.loadHistory(route);
        dialogs.drawer("route.historyTitle", new VBox(12, of, state, versions));
    }

    private Node version(Route route, RouteVersion version) {
        Label number = new Label(kit.messages().get("route.versionNumber", version.version()));
        number.getStyleClass().add("card-title");
        Label change = new Label(kit.messages().named("change", version.change()));
        Label by = new Label(kit.messages().get("route.changedBy", version.by(), Ages.exact(version.at())));
        by.getStyleClass().add("muted");
        VBox words = new VBox(2, new HBox(8, number, change), by);
        Route then = version.route();
        if (then != null) {
            words.getChildren().add(spec(then));
        }
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox row = new HBox(8, words);
        if (then != null && version.version() != route.version() && model.mayChange()) {
            Button back = kit.button("route.rollback", Feather.ROTATE_CCW);
            Guards.guard(kit, back, model.verdict(Deed.ROLL_BACK_ROUTE));
            back.setOnAction(event -> model.rollback(route, version.version()));
            row.getChildren().add(back);
        }
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("list-row");
        return row;
    }

    private Label spec(Route route) {
        String target = route.spec().staticAnswer() == null
                ? String.join(", ", route.spec().upstreams())
                : kit.messages().get("route.staticShort", route.spec().staticAnswer().status(),
                        route.spec().staticAnswer().contentType());
        Label label = wrapped(route.spec().method() + " " + route.spec().host() + route.spec().path() + " → " + target);
        label.getStyleClass().add("mono");
        return label;
    }

    private static Label wrapped(@Nullable String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static void shownWhile(Node node, ObservableValue<Boolean> condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(condition);
    }

    private static TextField field(String id, StringProperty value) {
        TextField field = new TextField();
        field.setId(id);
        field.textProperty().bindBidirectional(value);
        return field;
    }

    private static TextArea area(String id, StringProperty value, int rows) {
        TextArea area = new TextArea();
        area.setId(id);
        area.setPrefRowCount(rows);
        area.getStyleClass().add("mono");
        area.textProperty().bindBidirectional(value);
        return area;
    }
}
