package dev.gatehouse.ui.route;

import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Chips;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Question;
import dev.gatehouse.ui.widget.RowTable;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
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
        RouteImportDialog imports = new RouteImportDialog(model, kit, dialogs);
        Button bring = kit.button("route.import", Feather.UPLOAD);
        bring.setId("import-routes");
        Guards.guard(kit, bring, model.verdict(Deed.EDIT_ROUTE));
        bring.setOnAction(event -> imports.open());
        RouteTable table = new RouteTable(model, kit, forms::edit);
        RowTable<Route> rows = table.node();
        VBox.setVgrow(rows, Priority.ALWAYS);
        getStyleClass().add("view");
        getChildren().addAll(
                kit.head("place.routes", "route.line", bring, new RouteExportMenu(model, kit, dialogs), drafts(),
                        create),
                new RouteProbeBar(model, kit), bar(table), words(), rows, foot());
    }

    private Button drafts() {
        Button drafts = new Button();
        drafts.setId("route-drafts");
        drafts.setGraphic(kit.icon(Feather.FILE_TEXT));
        drafts.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages().get("route.drafts", model.drafts().all().size()), model.drafts().all(),
                        kit.messages().languageProperty()));
        drafts.setOnAction(event -> forms.drafts());
        return drafts;
    }

    private Node bar(RouteTable table) {
        TextField search = kit.search("route.search", model.searchProperty());
        search.setMinWidth(140);
        return kit.toolbar(search, kit.spacer(), action("route.edit", Feather.EDIT_2, Deed.EDIT_ROUTE, forms::edit),
                action("route.toggle", Feather.POWER, Deed.EDIT_ROUTE, this::toggle),
                action("route.history", Feather.CLOCK, Deed.READ, forms::history),
                action("route.limits", Feather.BAR_CHART_2, model.counters().reading(), forms::limits),
                action("route.delete", Feather.TRASH_2, Deed.DELETE_ROUTE, this::askDelete, "danger"),
                table.chooser());
    }

    /** How the search may go on, or what is wrong with it. */
    private Node words() {
        Chips<String> chips = new Chips<>(model.proposals(), word -> word, word -> {
            model.propose(word);
            if (lookup(".search-field") instanceof TextField field) {
                field.requestFocus();
                field.end();
            }
        });
        chips.setId("search-proposals");
        Label fault = kit.value(kit.messages().sentence(model.faultProperty()), "field-error");
        fault.setId("search-fault");
        RouteFields.shownWhile(fault, model.faultProperty().isNotNull());
        VBox box = new VBox(chips, fault);
        box.managedProperty().bind(chips.visibleProperty().or(fault.visibleProperty()));
        return box;
    }

    private Button action(String key, Feather icon, Deed asked, Consumer<Route> deed, String... styleClasses) {
        return action(key, icon, model.verdict(asked), deed, styleClasses);
    }

    private Button action(String key, Feather icon, ObservableValue<Verdict> verdict, Consumer<Route> deed,
            String... styleClasses) {
        Button button = kit.button(key, icon, styleClasses);
        button.setId(key.replace('.', '-'));
        button.disableProperty().bind(model.selectedProperty().isNull());
        Guards.guard(kit, button, verdict);
        button.setOnAction(event -> {
            Route route = model.selectedProperty().get();
            if (route != null) {
                deed.accept(route);
            }
        });
        return button;
    }

    private Node foot() {
        Label count = new Label();
        count.getStyleClass().add("muted");
        count.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages().get("table.count", model.shown().size(), (long) model.rows().size()),
                        model.shown(), model.rows(), kit.messages().languageProperty()));
        Label live = kit.styled("muted", "route.live");
        live.setId("route-live");
        RouteFields.shownWhile(live, model.traffic().offeredProperty());
        return kit.toolbar(count, kit.spacer(), live);
    }

    private void toggle(Route route) {
        if (!route.spec().enabled()) {
            model.enable(route, true);
            return;
        }
        dialogs.ask(new Question("route.disableTitle", Sentence.of("route.disableBody", RouteName.of(route.spec())),
                "route.disable", false), reason -> model.enable(route, false));
    }

    private void askDelete(Route route) {
        dialogs.ask(new Question("route.deleteTitle", Sentence.of("route.deleteBody", RouteName.of(route.spec())),
                "route.delete", false), reason -> model.delete(route));
    }
}
