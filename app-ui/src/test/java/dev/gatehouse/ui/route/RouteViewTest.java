package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.RouteTrafficExchange;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.settings.PreferenceFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class RouteViewTest {

    @TempDir
    private static Path folder;

    private final RouteViewModel model = new RouteViewModel(TestConsole.clientOfNobody(), new SameThreadTaskRunner(),
            new Notices(), new PreferenceFile(folder), Clock.systemUTC());

    @SuppressWarnings("NullAway.Init") // TestFX calls the method marked with Start first
    private Stage stage;

    @Start
    void show(Stage stage) {
        this.stage = stage;
        ViewStage shown = new ViewStage(stage, kit -> new RouteView(model, kit));
        assertThat(shown).isNotNull();
    }

    @Test
    void historyOpensOnlyForAChosenRoute(FxRobot robot) {
        robot.interact(() -> model.apply(List.of(Rows.route("r1", "/orders/:id"))));
        assertThat(robot.lookup("#route-history").query().isDisabled()).isTrue();

        robot.interact(() -> model.selectedProperty().set(model.rows().getFirst()));

        assertThat(robot.lookup("#route-history").query().isDisabled()).isFalse();
        assertThat(robot.lookup("/orders/:id").tryQuery()).isPresent();
    }

    private static @Nullable Object highlighted(FxRobot robot) {
        return robot.lookup("#routes").queryTableView().getSelectionModel().getSelectedItem();
    }

    @Test
    void routeThatTheSearchHidesIsNotActedOn(FxRobot robot) {
        robot.interact(() -> {
            model.apply(List.of(Rows.route("r1", "/orders/:id"), Rows.route("r2", "/users")));
            robot.lookup("#routes").queryTableView().getSelectionModel().select(0);
        });
        assertThat(model.selectedProperty().get()).isEqualTo(Rows.route("r1", "/orders/:id"));

        robot.interact(() -> model.searchProperty().set("users"));

        assertThat(model.selectedProperty().get()).isNull();
        assertThat(highlighted(robot)).isNull();
        assertThat(robot.lookup("#route-delete").query().isDisabled()).isTrue();
    }

    @Test
    void chosenRouteStaysHighlightedInItsCurrentVersionOverARefresh(FxRobot robot) {
        Route first = Rows.route("r1", "/orders/:id");
        Route second = new Route("r1", first.spec(), Rows.NOON, Rows.NOON, "bob", 2);
        robot.interact(() -> {
            model.apply(List.of(first, Rows.route("r2", "/users")));
            robot.lookup("#routes").queryTableView().getSelectionModel().select(0);
        });

        robot.interact(() -> model.apply(List.of(Rows.route("r0", "/new"), second, Rows.route("r2", "/users"))));

        assertThat(model.selectedProperty().get()).isEqualTo(second);
        assertThat(highlighted(robot)).isEqualTo(second);
        assertThat(robot.lookup("#route-delete").query().isDisabled()).isFalse();
        robot.interact(() -> model.apply(List.of(Rows.route("r2", "/users"))));
        assertThat(model.selectedProperty().get()).as("it is deleted").isNull();
        assertThat(highlighted(robot)).isNull();
    }

    @Test
    void figuresOfTrafficAppearOnlyWhereTheNodeTellsThem(FxRobot robot) {
        robot.interact(() -> model.apply(List.of(Rows.route("r1", "/orders/:id"))));
        assertThat(robot.lookup("#route-live").query().isVisible()).isFalse();

        robot.interact(() -> model.traffic().tell(new RouteTrafficExchange.Response(
                List.of(new RouteTrafficExchange.RouteTraffic("r1", 42.5, 0.01, 3, 120, 7, List.of())))));

        assertThat(robot.lookup("#route-live").query().isVisible()).isTrue();
        assertThat(robot.lookup("42.5").tryQuery()).isPresent();
        assertThat(robot.lookup("−7").tryQuery()).isPresent();
    }

    private static RouteTrafficExchange.Response traffic(RouteTrafficExchange.BreakerState state) {
        return new RouteTrafficExchange.Response(List.of(new RouteTrafficExchange.RouteTraffic("r1", 1, 0, 3, 120, 0,
                List.of(new RouteTrafficExchange.Breaker("http://10.0.0.1:9000", state)))));
    }

    @Test
    void stateFollowsTheBreakers(FxRobot robot) {
        robot.interact(() -> model.apply(List.of(Rows.route("r1", "/orders/:id"))));
        assertThat(robot.lookup("Cut off").tryQuery()).isEmpty();

        robot.interact(() -> model.traffic().tell(traffic(RouteTrafficExchange.BreakerState.OPEN)));
        assertThat(robot.lookup("Cut off").tryQuery()).isPresent();

        robot.interact(() -> model.traffic().tell(traffic(RouteTrafficExchange.BreakerState.CLOSED)));
        assertThat(robot.lookup("Cut off").tryQuery()).isEmpty();
    }

    @Test
    void addressOfTheUpstreamIsReadAtANarrowWidthAndTheLeastNeededColumnsAreAway(FxRobot robot) {
        Route route = Rows.route("r1", "/orders/:id");
        RouteSpec spec = route.spec();
        robot.interact(() -> {
            model.apply(List.of(new Route("r1", new RouteSpec(spec.method(), spec.host(), spec.path(),
                    spec.permission(), spec.roles(),
                    List.of("http://10.0.0.1:9000/base", "http://10.0.0.2:9000", "http://10.0.0.3:9000"), null, true,
                    null, spec.policies()), Rows.NOON, Rows.NOON, "alice", 1)));
            model.traffic().tell(new RouteTrafficExchange.Response(List.of()));
            stage.setWidth(800);
        });
        await().until(() -> !column(robot, "route.p99").isVisible());
        robot.interact(() -> stage.getScene().getRoot().layout());

        TableColumn<?, ?> target = column(robot, "route.target");
        assertThat(target.getCellData(0)).isEqualTo("10.0.0.1:9000 +2");
        assertThat(target.getWidth()).isGreaterThanOrEqualTo(150);
        assertThat(robot.lookup("10.0.0.1:9000 +2").queryAs(TableCell.class).getTooltip().getText())
                .isEqualTo("http://10.0.0.1:9000/base\nhttp://10.0.0.2:9000\nhttp://10.0.0.3:9000");
        assertThat(column(robot, "route.rate").isVisible()).isTrue();
        robot.interact(() -> stage.setWidth(1000));
        await().until(() -> column(robot, "route.p99").isVisible());
    }

    @Test
    void roomThatIsLeftGoesToThePath(FxRobot robot) {
        robot.interact(() -> {
            model.apply(List.of(Rows.route("r1", "/orders/:id")));
            model.traffic().tell(new RouteTrafficExchange.Response(List.of()));
            stage.setWidth(1000);
        });
        await().until(() -> column(robot, "route.limitUse").isVisible());
        double narrow = column(robot, "route.path").getWidth();

        robot.interact(() -> stage.setWidth(1060));

        await().until(() -> column(robot, "route.path").getWidth() > narrow + 40);
        assertThat(column(robot, "route.limitUse").isVisible()).isTrue();
        assertThat(column(robot, "route.version").isVisible()).isFalse();
        TableView<?> table = robot.lookup("#routes").queryTableView();
        assertThat(table.getVisibleLeafColumns().stream().mapToDouble(TableColumn::getWidth).sum())
                .as("nothing is cut off and nothing scrolls").isCloseTo(table.getWidth(), within(20.0));
    }

    private static TableColumn<?, ?> column(FxRobot robot, String id) {
        return robot.lookup("#routes").queryTableView().getColumns().stream()
                .filter(column -> id.equals(column.getId())).findFirst().orElseThrow();
    }
}
