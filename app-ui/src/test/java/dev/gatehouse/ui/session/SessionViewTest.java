package dev.gatehouse.ui.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class SessionViewTest {

    private final ConsoleClient client = TestConsole.clientOfNobody();
    private final SessionViewModel model = new SessionViewModel(client, TestConsole.feedOfNobody(client),
            new SameThreadTaskRunner(), new Notices());

    @Start
    void show(Stage stage) {
        ViewStage shown = new ViewStage(stage, kit -> new SessionView(model, kit));
        assertThat(shown).isNotNull();
    }

    @Test
    void chosenRowOpensItsDetailsWhichStayWhenRowsMove(FxRobot robot) {
        Session alice = Rows.session("s1", "alice");
        Session bob = Rows.session("s2", "bob");
        robot.interact(() -> model.online().apply(Rows.window(alice, bob)));
        robot.interact(() -> robot.lookup(".table-view").queryAs(TableView.class).getSelectionModel().select(1));

        robot.interact(() -> model.online().apply(Rows.window(bob, alice)));

        assertThat(robot.lookup(".dialog-title").<javafx.scene.control.Label>query().getText()).isEqualTo("bob");
        assertThat(robot.lookup("of 2").tryQuery()).isPresent();
    }
}
