package dev.gatehouse.ui.route;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import java.io.File;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.feather.Feather;

/** Writes the routes that are shown into a file; where another gateway cannot say all of them, that is told first. */
final class RouteExportMenu extends MenuButton {

    private static final double LOST_HEIGHT = 320;

    private final RouteViewModel model;
    private final Kit kit;
    private final Dialogs dialogs;

    RouteExportMenu(RouteViewModel model, Kit kit, Dialogs dialogs) {
        this.model = model;
        this.kit = kit;
        this.dialogs = dialogs;
        setId("export-routes");
        setGraphic(kit.icon(Feather.DOWNLOAD));
        textProperty().bind(kit.messages().text("route.export"));
        setMinWidth(USE_PREF_SIZE);
        for (RouteExport.Target target : RouteExport.Target.values()) {
            MenuItem item = new MenuItem();
            item.setId("export-" + target.name());
            item.textProperty().bind(kit.messages().text(target.key()));
            item.setOnAction(event -> begin(target));
            getItems().add(item);
        }
    }

    private void begin(RouteExport.Target target) {
        List<Route> routes = List.copyOf(model.shown());
        switch (target) {
            case JSON, YAML -> choose(target, routes);
            case KONG, APISIX -> tell(target, routes);
        }
    }

    private void tell(RouteExport.Target target, List<Route> routes) {
        List<RoutePorting.Loss> lost = RouteExport.lost(target, routes);
        VBox rows = new VBox();
        rows.setId("export-lost");
        lost.forEach(loss -> rows.getChildren().add(row(loss)));
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(LOST_HEIGHT);
        scroll.getStyleClass().add("edge-to-edge");
        Label words = RouteFields.wrapped(kit.messages()
                .get(lost.isEmpty() ? "route.export.whole" : "route.export.lost", (long) routes.size(),
                        (long) lost.size()));
        Button save = kit.button("route.export.save", Feather.DOWNLOAD, "primary");
        save.setId("export-save");
        save.getStyleClass().add("first-focus");
        save.setOnAction(event -> {
            kit.overlay().hide();
            choose(target, routes);
        });
        dialogs.wideDialog(target.key(), new VBox(12, words, scroll), save);
    }

    private Node row(RoutePorting.Loss loss) {
        VBox row = new VBox(2, RouteFields.wrapped(loss.route(), "mono"),
                RouteFields.wrapped(kit.messages().get(loss.what()), "muted"));
        row.getStyleClass().add("list-row");
        return row;
    }

    private void choose(RouteExport.Target target, List<Route> routes) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(kit.messages().get(target.key()));
        chooser.setInitialFileName(target.fileName());
        File file = chooser.showSaveDialog(getScene().getWindow());
        if (file != null) {
            model.exports().save(target, routes, file.toPath());
        }
    }
}
