package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RouteTrafficExchange.RouteTraffic;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.ui.widget.Kit;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;

/** A figure of what a route takes now, on a ground that is the warmer the more it is. */
final class RouteHeatCell extends TableCell<Route, Route> {

    private static final double MOST_OPAQUE = 0.45;

    private final RouteLoad traffic;
    private final ToDoubleFunction<RouteTraffic> heat;
    private final Words words;

    /** What stands in the cell. */
    @FunctionalInterface
    interface Words {

        String of(Route route, RouteTraffic traffic);
    }

    /** @param heat from 0, cold, to 1, hot; more is no hotter */
    RouteHeatCell(Kit kit, RouteLoad traffic, ToDoubleFunction<RouteTraffic> heat, Words words) {
        this.traffic = traffic;
        this.heat = heat;
        this.words = words;
        getStyleClass().add("figure");
        kit.follow(this, this::show, traffic.figuresProperty());
    }

    @Override
    protected void updateItem(@Nullable Route route, boolean empty) {
        super.updateItem(route, empty);
        show();
    }

    private void show() {
        Route route = getItem();
        RouteTraffic now = route == null || isEmpty() ? null : traffic.figuresProperty().get().get(route.id());
        if (route == null || now == null) {
            setText(route == null || isEmpty() || !traffic.offeredProperty().get() ? "" : "–");
            setStyle("");
            return;
        }
        setText(words.of(route, now));
        double warmth = Math.clamp(heat.applyAsDouble(now), 0, 1) * MOST_OPAQUE;
        setStyle(warmth < 0.01 ? ""
                : String.format(Locale.ROOT, "-fx-background-color: rgba(217, 119, 6, %.2f);", warmth));
    }
}
