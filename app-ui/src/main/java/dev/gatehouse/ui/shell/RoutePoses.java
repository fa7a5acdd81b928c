package dev.gatehouse.ui.shell;

import dev.gatehouse.ui.route.RouteViewModel;
import java.util.List;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;

/** What is pictured of routes beyond their list. */
final class RoutePoses {

    private final RouteViewModel routes;

    RoutePoses(ShellViewModel shell) {
        this.routes = shell.rooms().routes();
    }

    List<Poses.Pose> all() {
        return List.of(form(), history(), probe(), files(), replay("replay", "#route-replay-thousand"),
                replay("replay-time", "#route-replay-span"), limits());
    }

    private Poses.Pose form() {
        return new Poses.Pose("form", Place.ROUTES, () -> {}, () -> true, scene -> Poses.fire(scene, "#create-route"),
                scene -> scene.lookup("#policies") != null, () -> {});
    }

    private Poses.Pose history() {
        return new Poses.Pose("history", Place.ROUTES, () -> routes.rows().stream().findFirst().ifPresent(route -> {
            routes.selectedProperty().set(route);
            routes.history().open(route);
        }), () -> routes.rows().isEmpty() || Poses.isSettled(routes.history().load()),
                scene -> Poses.fire(scene, "#route-history"),
                scene -> routes.rows().isEmpty() || scene.lookup("#history") != null,
                () -> routes.selectedProperty().set(null));
    }

    /** @param reach the button that says which requests are tried on the route at another place */
    private Poses.Pose replay(String name, String reach) {
        return new Poses.Pose(name, Place.ROUTES, this::choose, () -> true, scene -> {
            Poses.fire(scene, "#route-edit");
            scene.getRoot().applyCss();
            if (scene.lookup("#route-path") instanceof TextField path) {
                path.setText("/moved" + path.getText());
            }
            Poses.fire(scene, "#replay-form");
            scene.getRoot().applyCss();
            if (scene.lookup(reach) instanceof ToggleButton button) {
                button.fire();
            }
        }, scene -> routes.rows().isEmpty() || scene.lookup("#replay-sum") != null
                || scene.lookup("#replay-words") != null || scene.lookup("#replay-failure") != null,
                () -> routes.selectedProperty().set(null));
    }

    private Poses.Pose limits() {
        return new Poses.Pose("limits", Place.ROUTES, this::choose, () -> true,
                scene -> Poses.fire(scene, "#route-limits"),
                scene -> routes.rows().isEmpty() || Poses.isSettled(routes.counters().load()),
                () -> routes.selectedProperty().set(null));
    }

    private void choose() {
        routes.rows().stream().findFirst().ifPresent(routes.selectedProperty()::set);
    }

    private Poses.Pose probe() {
        return new Poses.Pose("probe", Place.ROUTES, () -> {
            routes.probe().pathProperty().set("/");
            routes.probe().ask();
        }, () -> routes.probe().answerProperty().get() != null, scene -> {}, scene -> true, () -> {
            routes.probe().pathProperty().set("");
            routes.probe().ask();
        });
    }

    private Poses.Pose files() {
        return new Poses.Pose("file", Place.ROUTES, () -> {}, () -> true, scene -> Poses.fire(scene, "#import-routes"),
                scene -> scene.lookup("#route-import") != null, () -> {});
    }
}
