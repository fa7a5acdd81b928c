package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.util.List;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class RouteViewTest {

    private final RouteViewModel model = new RouteViewModel(TestConsole.clientOfNobody(), new SameThreadTaskRunner(),
            new Notices());

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
}
