package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RouteTrafficExchange.BreakerState;
import dev.gatehouse.model.api.RouteTrafficExchange.RouteTraffic;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.ui.widget.Badge;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** Whether a route takes requests, told anew with what it takes: a breaker opens and closes by itself. */
final class RouteStateCell extends TableCell<Route, Route> {

    private final Kit kit;
    private final RouteLoad traffic;
    private final Label label;
    private final HBox box;

    RouteStateCell(Kit kit, RouteLoad traffic) {
        this.kit = kit;
        this.traffic = traffic;
        this.label = kit.badge(Tone.CALM, "");
        this.box = new HBox(label);
        box.setAlignment(Pos.CENTER_LEFT);
        kit.follow(this, this::show, traffic.figuresProperty(), kit.messages().languageProperty());
    }

    @Override
    protected void updateItem(@Nullable Route route, boolean empty) {
        super.updateItem(route, empty);
        show();
    }

    private void show() {
        Route route = getItem();
        if (route == null || isEmpty()) {
            setGraphic(null);
            return;
        }
        kit.show(label, badge(route));
        setGraphic(box);
    }

    private Badge badge(Route route) {
        if (!route.spec().enabled()) {
            return Badge.of(Tone.CALM, kit.messages().get("route.off"));
        }
        RouteTraffic now = traffic.figuresProperty().get().get(route.id());
        boolean cut = now != null
                && now.breakers().stream().anyMatch(breaker -> breaker.state() != BreakerState.CLOSED);
        return cut
                ? Badge.of(Tone.BAD, kit.messages().get("route.cut"))
                : Badge.of(Tone.GOOD, kit.messages().get("route.on"));
    }
}
