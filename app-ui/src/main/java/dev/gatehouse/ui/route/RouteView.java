package dev.gatehouse.ui.route;

import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Question;
import dev.gatehouse.ui.widget.RowTable;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The list of routes, the probe, and what can be done to one route. */
public final class RouteView extends VBox {

    private final RouteViewModel model;
    private final Kit kit;
    private final Dialogs dialogs;
    private final RouteForms forms;

    public RouteView(RouteViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        this.dialogs = new Dialogs(kit);
        this.forms = new RouteForms(model, kit, dialogs);
        Button create = kit.button("route.create", Feather.PLUS, "primary");
        create.setId("create-route");
        Guards.guard(kit, create, model.verdict(Deed.CREATE_ROUTE));
        create.setOnAction(event -> forms.create());
        RowTable<Route> table = table();
        VBox.setVgrow(table, Priority.ALWAYS);
        getStyleClass().add("view");
        getChildren().addAll(kit.head("place.routes", "route.line", create), probe(), bar(), table, foot());
    }

    private Node probe() {
        ComboBox<String> method = new ComboBox<>();
        method.getItems().setAll(RouteFormModel.METHODS.subList(1, RouteFormModel.METHODS.size()));
        method.valueProperty().bindBidirectional(model.probeMethodProperty());
        method.setMinWidth(104);
        method.accessibleTextProperty().bind(kit.messages().text("route.method"));
        TextField path = new TextField();
        path.setId("probe-path");
        path.getStyleClass().add("mono");
        path.setPrefWidth(280);
        path.promptTextProperty().bind(kit.messages().text("route.probe.prompt"));
        path.textProperty().bindBidirectional(model.probePathProperty());
        path.setOnAction(event -> model.probe());
        Button ask = kit.button("route.probe.ask", Feather.CROSSHAIR);
        ask.setOnAction(event -> model.probe());
        Label answer = new Label();
        answer.setId("probe-answer");
        answer.getStyleClass().add("badge");
        answer.setMinWidth(0);
        model.probeProperty().addListener((observed, before, now) -> showProbe(answer));
        kit.followLanguage(answer, () -> showProbe(answer));
        Label name = kit.styled("card-title", "route.probe.title");
        name.setMinWidth(USE_PREF_SIZE);
        HBox bar = new HBox(8, name, method, path, ask, answer);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("surface");
        bar.setStyle("-fx-padding: 8 16 8 16;");
        return bar;
    }

    private void showProbe(Label answer) {
        RouteViewModel.Probe probe = model.probeProperty().get();
        answer.getStyleClass().removeAll(Tone.GOOD.styleClass(), Tone.WARN.styleClass());
        if (probe == null) {
            answer.setText("");
            answer.setGraphic(null);
            return;
        }
        Tone tone = probe.found() ? Tone.GOOD : Tone.WARN;
        answer.getStyleClass().add(tone.styleClass());
        answer.setGraphic(kit.icon(tone.icon()));
        answer.setText(kit.messages().get(probe.sentence()));
    }

    private Node bar() {
        return kit.toolbar(kit.search("route.search", model.searchProperty()), kit.spacer(),
                action("route.edit", Feather.EDIT_2, Deed.EDIT_ROUTE, forms::edit),
                action("route.toggle", Feather.POWER, Deed.EDIT_ROUTE, this::toggle),
                action("route.history", Feather.CLOCK, Deed.READ, forms::history),
                action("route.delete", Feather.TRASH_2, Deed.DELETE_ROUTE, this::askDelete, "danger"));
    }

    private Button action(String key, Feather icon, Deed asked, Consumer<Route> deed, String... styleClasses) {
        Button button = kit.button(key, icon, styleClasses);
        button.setId(key.replace('.', '-'));
        button.disableProperty().bind(model.selectedProperty().isNull());
        Guards.guard(kit, button, model.verdict(asked));
        button.setOnAction(event -> {
            Route route = model.selectedProperty().get();
            if (route != null) {
                deed.accept(route);
            }
        });
        return button;
    }

    private RowTable<Route> table() {
        Columns columns = new Columns(kit);
        RowTable<Route> rows = new RowTable<>(kit, model.rows(), model.load(), "route.none", model::refresh);
        rows.table()
                .getColumns()
                .setAll(List.of(columns.node("route.method", 80, this::method),
                        columns.text("route.path", 220, route -> route.spec().path(), "mono"),
                        columns.text("route.host", 120, route -> route.spec().host(), "mono"),
                        columns.node("route.permission", 110, this::permission),
                        columns.text("route.target", 220, this::target, "mono"),
                        columns.node("route.state", 110, this::state),
                        columns.figure("route.version", 70, route -> Long.toString(route.version())),
                        columns.age("route.updated", 90, Route::updatedAt),
                        columns.text("route.by", 90, Route::updatedBy)));
        rows.hideBelow(860, "route.by").hideBelow(800, "route.version");
        rows.table().getSelectionModel().selectedItemProperty().addListener((observed, before, now) -> {
            if (now != null) {
                model.selectedProperty().set(now);
            }
        });
        model.selectedProperty().addListener((observed, before, now) -> {
            if (now == null) {
                rows.hideBelow(860, "route.by").hideBelow(800, "route.version");
                rows.table().getSelectionModel().clearSelection();
            } else {
                rows.hideBelow(860, "route.by").hideBelow(800, "route.version");
                rows.table().getSelectionModel().select(now);
            }
        });
        rows.table().setOnMouseClicked(event -> {
            Route route = model.selectedProperty().get();
            if (event.getClickCount() == 2 && route != null && model.mayChange()) {
                forms.edit(route);
            }
        });
        return rows;
    }

    private Node method(Route route) {
        Label badge = new Label(
                "*".equals(route.spec().method()) ? kit.messages().get("route.any") : route.spec().method());
        badge.getStyleClass().add("method");
        return row(badge);
    }

    private Node permission(Route route) {
        Label badge = kit.badge(
                route.spec().permission() == RoutePermission.PUBLIC ? Tone.WARN : Tone.CALM,
                kit.messages().get(key(route.spec().permission())));
        badge.setGraphic(kit.icon(switch (route.spec().permission()) {
            case PUBLIC -> Feather.GLOBE;
            case USER -> Feather.USER;
            case ADMIN -> Feather.SHIELD;
        }));
        return row(badge);
    }

    static String key(RoutePermission permission) {
        return switch (permission) {
            case PUBLIC -> "permission.public";
            case USER -> "permission.user";
            case ADMIN -> "permission.admin";
        };
    }

    private String target(Route route) {
        StaticAnswer answer = route.spec().staticAnswer();
        return answer == null
                ? String.join(", ", route.spec().upstreams())
                : kit.messages().get("route.staticShort", answer.status(), answer.contentType());
    }

    private Node state(Route route) {
        return row(route.spec().enabled()
                ? kit.badge(Tone.GOOD, kit.messages().get("route.on"))
                : kit.badge(Tone.CALM, kit.messages().get("route.off")));
    }

    private static Node row(Node badge) {
        HBox box = new HBox(badge);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private Node foot() {
        Label count = new Label();
        count.getStyleClass().add("muted");
        count.textProperty()
                .bind(Bindings.createStringBinding(() -> kit.messages().get("route.count", model.rows().size()),
                        model.rows(), kit.messages().languageProperty()));
        return kit.toolbar(count);
    }

    private void toggle(Route route) {
        if (!route.spec().enabled()) {
            model.enable(route, true);
            return;
        }
        dialogs.ask(new Question("route.disableTitle", Sentence.of("route.disableBody", route.spec().path()),
                "route.disable", false), reason -> model.enable(route, false));
    }

    private void askDelete(Route route) {
        dialogs.ask(new Question("route.deleteTitle", Sentence.of("route.deleteBody", route.spec().path()),
                "route.delete", false), reason -> model.delete(route));
    }
}
