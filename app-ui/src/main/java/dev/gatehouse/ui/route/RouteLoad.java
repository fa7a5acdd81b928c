package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RouteTrafficExchange;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePolicies.LimitKey;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.task.TaskRunner;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** What routes take at the node that this console asks, told anew every two seconds while somebody looks. */
public final class RouteLoad {

    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final ReadOnlyObjectWrapper<Map<String, RouteTrafficExchange.RouteTraffic>> figures = new ReadOnlyObjectWrapper<>(
            Map.of());
    private final ReadOnlyBooleanWrapper offered = new ReadOnlyBooleanWrapper();
    private TaskRunner.@Nullable Handle beat;
    private boolean asking;

    RouteLoad(ConsoleClient client, TaskRunner tasks) {
        this.client = client;
        this.tasks = tasks;
    }

    /** By a route's id; a route that took nothing has none. */
    public ReadOnlyObjectProperty<Map<String, RouteTrafficExchange.RouteTraffic>> figuresProperty() {
        return figures.getReadOnlyProperty();
    }

    /** Whether the node tells of traffic, and could be asked just now. */
    public ReadOnlyBooleanProperty offeredProperty() {
        return offered.getReadOnlyProperty();
    }

    void begin() {
        end();
        beat = tasks.every(PERIOD, this::ask);
        ask();
    }

    void end() {
        if (beat != null) {
            beat.close();
            beat = null;
        }
    }

    private void ask() {
        if (asking) {
            return;
        }
        asking = true;
        tasks.when(client.routes().traffic(), this::tell, failure -> {
            asking = false;
            figures.set(Map.of());
            offered.set(false);
            if (failure instanceof ServerProblem problem && problem.is(ErrorCode.NOT_FOUND)) {
                end();
            }
        });
    }

    void tell(RouteTrafficExchange.Response response) {
        asking = false;
        figures.set(response.items()
                .stream()
                .collect(Collectors.toUnmodifiableMap(RouteTrafficExchange.RouteTraffic::routeId,
                        Function.identity())));
        offered.set(true);
    }

    /**
     * How much of the tightest limit that counts all of a route's requests is used at this node, from 0; absent where
     * there is none.
     */
    static @Nullable Double limitUse(Route route, RouteTrafficExchange.RouteTraffic traffic) {
        return route.spec()
                .policies()
                .limits()
                .stream()
                .filter(limit -> limit.per() == LimitKey.ROUTE)
                .map(limit -> traffic.perSecond() * limit.periodMillis() / 1_000 / limit.permits())
                .max(Double::compare)
                .orElse(null);
    }
}
