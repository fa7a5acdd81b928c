package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.api.RouteTrafficExchange;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.settings.PreferenceFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import javafx.stage.Stage;
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

    @Start
    void show(Stage stage) {
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
}
