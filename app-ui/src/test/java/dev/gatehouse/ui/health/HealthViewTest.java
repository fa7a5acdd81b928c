package dev.gatehouse.ui.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.api.DeadLettersExchange;
import dev.gatehouse.model.health.DeadLetter;
import dev.gatehouse.model.health.DependencyState;
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
class HealthViewTest {

    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();
    private final DeadLettersViewModel letters = new DeadLettersViewModel(TestConsole.clientOfNobody(), tasks,
            new Notices());
    private final HealthViewModel model = new HealthViewModel(TestConsole.feedOfNobody(TestConsole.clientOfNobody()),
            tasks, letters);

    @Start
    void show(Stage stage) {
        ViewStage shown = new ViewStage(stage, kit -> new HealthView(model, kit));
        assertThat(shown).isNotNull();
    }

    @Test
    void deadLetterIsShownWithItsErrorOnceThereIsOne(FxRobot robot) {
        assertThat(robot.lookup("#dead-letters").query().isVisible()).isFalse();

        robot.interact(() -> letters.show(new DeadLettersExchange.Letters(List.of(new DeadLetter("01L", "node-2",
                "routes", "r1", "RouteChanged", null, "It broke.", 6, Rows.NOON, Rows.NOON, null)),
                List.of("node-3"))));

        assertThat(robot.lookup("#dead-letters").query().isVisible()).isTrue();
        assertThat(robot.lookup("It broke.").tryQuery()).isPresent();
        assertThat(robot.lookup("No answer from node-3.").tryQuery()).isPresent();
    }

    @Test
    void stateIsAWordAndQueuesAreCounted(FxRobot robot) {
        robot.interact(() -> {
            model.healthList().apply(Rows.window(Rows.health(DependencyState.DEGRADED)));
            model.nodeList().apply(Rows.window(Rows.node("node-1", true), Rows.node("node-2", false)));
        });

        assertThat(robot.lookup("Kafka log").tryQuery()).isPresent();
        assertThat(robot.lookup("intents 3").tryQuery()).isPresent();
        assertThat(robot.lookup(".tone-bad").queryAll()).hasSize(2);
    }
}
