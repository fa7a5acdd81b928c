package dev.gatehouse.ui.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.health.DependencyState;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.node.NodesViewModel;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class DashboardViewTest {

    private final ConsoleClient client = TestConsole.clientOfNobody();
    private final LiveClient live = TestConsole.feedOfNobody(client);
    private final NodesViewModel nodes = new NodesViewModel(client, live, new SameThreadTaskRunner(), new Notices());
    private final DashboardViewModel model = new DashboardViewModel(live, new SameThreadTaskRunner(), nodes);

    @Start
    void show(Stage stage) {
        ViewStage shown = new ViewStage(stage, kit -> new DashboardView(model, kit));
        assertThat(shown).isNotNull();
    }

    @Test
    void tilesShowTheLastSecondAndAlarmsSaySince(FxRobot robot) {
        robot.interact(() -> {
            model.health().apply(Rows.window(Rows.health(DependencyState.DEGRADED)));
            nodes.nodes().apply(Rows.window(Rows.node("node-1", true), Rows.node("node-2", true)));
            model.stats().apply(Rows.window(Rows.stats(0, 47_000), Rows.stats(1, 47_342)));
        });

        assertThat(robot.lookup(".tile-figure").queryAllAs(Label.class)).extracting(Label::getText)
                .containsExactly("47,342", "1.0", "20.0", "0.0", "30.0", "40.0");
        assertThat(robot.lookup(".list-row .figure").queryAs(Label.class).getText()).isEqualTo("1 min");
        assertThat(robot.lookup("node-2").tryQuery()).isPresent();
    }
}
