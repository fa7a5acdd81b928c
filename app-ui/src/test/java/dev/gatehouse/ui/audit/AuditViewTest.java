package dev.gatehouse.ui.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.time.Clock;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class AuditViewTest {

    private final ConsoleClient client = TestConsole.clientOfNobody();
    private final AuditViewModel model = new AuditViewModel(client, TestConsole.feedOfNobody(client),
            new SameThreadTaskRunner(), new Notices(), Clock.systemUTC());

    @Start
    void show(Stage stage) {
        ViewStage shown = new ViewStage(stage, kit -> new AuditView(model, kit));
        assertThat(shown).isNotNull();
    }

    @Test
    void chosenRecordShowsBeforeAndAfter(FxRobot robot) {
        robot.interact(() -> model.tail().apply(Rows.window(Rows.audit(7, "user.ban"))));

        robot.interact(() -> model.selectedProperty().set(model.rows().getFirst()));

        assertThat(robot.lookup("− active").tryQuery()).isPresent();
        assertThat(robot.lookup("+ banned").tryQuery()).isPresent();
    }
}
