package dev.gatehouse.ui.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.auth.LockKind;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.WindowRows;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class SecurityViewTest {

    private final ConsoleClient client = TestConsole.clientOfNobody();
    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();
    private final Notices notices = new Notices();
    private final LocksViewModel locks = new LocksViewModel(client, tasks, notices);
    private final AlertsViewModel alerts = new AlertsViewModel(client, TestConsole.feedOfNobody(client), tasks,
            notices, Clock.fixed(Rows.NOON, ZoneOffset.UTC));

    @Start
    void show(Stage stage) {
        ViewStage shown = new ViewStage(stage,
                kit -> new StackPane(new SecurityView(locks, alerts, kit), new AlertStack(alerts, kit)));
        assertThat(shown).isNotNull();
    }

    @Test
    void lockTellsHowLongItHoldsAndNobodyIsASentence(FxRobot robot) {
        robot.interact(() -> locks.apply(List.of()));
        assertThat(robot.lookup("Locked out now: 0").tryQuery()).isPresent();

        robot.interact(
                () -> locks.apply(List.of(Rows.lock(LockKind.ACCOUNT, "u1"), Rows.lock(LockKind.IP, "10.0.0.9"))));

        assertThat(robot.lookup("mallory").tryQuery()).isPresent();
        assertThat(robot.lookup("14 min").queryAll()).isNotEmpty();
        assertThat(robot.lookup("Locked out now: 2").tryQuery()).isPresent();
    }

    @Test
    void alertSaysWhoWhereAndWhatToDo(FxRobot robot) {
        robot.interact(() -> alerts.tail(Alert.Kind.REFRESH_REUSED)
                .apply(new WindowRows<>(
                        List.of(Rows.audit(1, "auth.refresh-reused", "session/s1", Rows.NOON)), 1, 0, Rows.NOON,
                        null)));

        assertThat(robot.lookup("A refresh token of alice was used twice, the last time from 10.0.0.4.").tryQuery())
                .isPresent();
        assertThat(robot.lookup(".alert-card .button").queryAll()).hasSizeGreaterThan(2);
    }
}
