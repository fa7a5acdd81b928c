package dev.gatehouse.ui.shell;

import dev.gatehouse.ui.route.RouteViewModel;
import dev.gatehouse.ui.task.Load;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;

/** What is pictured of routes beyond their list. */
final class RoutePoses {

    private final RouteViewModel routes;

    RoutePoses(ShellViewModel shell) {
        this.routes = shell.rooms().routes();
    }

    List<Poses.Pose> all() {
        return List.of(form(), history(), probe(), files());
    }

    private Poses.Pose form() {
        return new Poses.Pose("form", Place.ROUTES, () -> {}, () -> true, scene -> press(scene, "#create-route"),
                scene -> scene.lookup("#policies") != null, () -> {});
    }

    private Poses.Pose history() {
        return new Poses.Pose("history", Place.ROUTES, () -> routes.rows().stream().findFirst().ifPresent(route -> {
            routes.selectedProperty().set(route);
            routes.history().open(route);
        }), () -> routes.rows().isEmpty() || isSettled(routes.history().load()),
                scene -> press(scene, "#route-history"),
                scene -> routes.rows().isEmpty() || scene.lookup("#history") != null,
                () -> routes.selectedProperty().set(null));
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
        return new Poses.Pose("file", Place.ROUTES, () -> {}, () -> true, scene -> press(scene, "#import-routes"),
                scene -> scene.lookup("#route-import") != null, () -> {});
    }

    private static boolean isSettled(Load load) {
        return load.stateProperty().get() != Load.State.WAITING;
    }

    private static void press(Scene scene, String selector) {
        Node node = scene.lookup(selector);
        if (node instanceof Button button && !button.isDisabled()) {
            button.fire();
        }
    }
}
