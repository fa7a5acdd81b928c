package dev.gatehouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.Page;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.StubServer;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.settings.Theme;
import dev.gatehouse.ui.task.FxTaskRunner;
import dev.gatehouse.ui.task.Ticker;
import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.text.Messages;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Overlay;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.Pane;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;
import org.testfx.util.WaitForAsyncUtils;

/** The keyboard between the window, its dialogs and its notices. */
@ExtendWith(ApplicationExtension.class)
class ShellKeysTest {

    private static final String NEWS = "The tide is high.";

    @TempDir
    private static Path folder;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final StubServer server = new StubServer();
    private final ConsoleClient client = server.signedIn(Role.OPERATOR);
    private final FxTaskRunner tasks = new FxTaskRunner(timer);
    private final Messages messages = new Messages(Language.ENGLISH);
    private final Clock clock = Clock.fixed(Rows.NOON, ZoneOffset.UTC);
    private final ShellViewModel shell = new ShellParts(tasks, new PreferenceFile(folder), messages, clock)
            .shell(client, TestConsole.feedOfNobody(client));

    @Start
    void show(Stage stage) {
        server.on("GET", RoutesExchange.PATH, body -> new Page<>(1, List.of(Rows.route("01A", "/orders/:id")), null));
        server.on("POST", RoutesExchange.LINT_PATH, body -> new RoutesExchange.LintResponse(List.of()));
        Kit kit = new Kit(messages, new Ticker(clock, tasks), new Overlay());
        Scene scene = new Scene(new ShellView(shell, kit, tasks, () -> {}), 1000, 700);
        new Looks().dress(scene, Theme.LIGHT);
        stage.setScene(scene);
        stage.setX(0);
        stage.setY(0);
        stage.show();
        shell.placeProperty().set(Place.ROUTES);
    }

    @Stop
    void stop() {
        timer.shutdownNow();
        server.close();
    }

    private static TextField typeInANewRoute(FxRobot robot) {
        robot.interact(() -> robot.lookup("#create-route").queryAs(Button.class).fire());
        TextField path = robot.lookup("#route-path").queryAs(TextField.class);
        robot.interact(() -> path.setText("/half-done"));
        return path;
    }

    private Node tell(FxRobot robot) {
        robot.interact(() -> shell.notices().warn(Sentence.verbatim(NEWS)));
        WaitForAsyncUtils.waitForFxEvents();
        return robot.lookup(".toast").query();
    }

    private static void push(FxRobot robot, KeyCode key) {
        robot.push(key);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static boolean holdsKeyboard(FxRobot robot, Node node) {
        Node owner = robot.lookup("#create-route").query().getScene().getFocusOwner();
        while (owner != null && !owner.equals(node)) {
            owner = owner.getParent();
        }
        return owner != null;
    }

    @Test
    void escapeInAFormInWhichSomethingWasTypedAsksAndLeadsBack(FxRobot robot) {
        TextField path = typeInANewRoute(robot);

        push(robot, KeyCode.ESCAPE);
        assertThat(robot.lookup("#leave-discard").tryQuery()).isPresent();
        push(robot, KeyCode.ESCAPE);

        assertThat(robot.lookup("#leave-discard").tryQuery()).isEmpty();
        assertThat(path.getText()).isEqualTo("/half-done");
        assertThat(holdsKeyboard(robot, path)).isTrue();
    }

    @Test
    void tabGoesFromADialogToTheNoticeAboveItAndRoundAgain(FxRobot robot) {
        TextField path = typeInANewRoute(robot);
        Node notice = tell(robot);
        robot.interact(() -> robot.lookup("#create-route").query().getScene().lookup("#keep-draft").requestFocus());

        await().until(() -> {
            push(robot, KeyCode.TAB);
            return holdsKeyboard(robot, notice);
        });
        push(robot, KeyCode.TAB);

        assertThat(holdsKeyboard(robot, path)).isTrue();
    }

    @Test
    void f6LeavesANoticeAlsoWhereTheKeyboardCameFromIsGone(FxRobot robot) {
        TextField path = typeInANewRoute(robot);
        Node notice = tell(robot);
        robot.interact(path::requestFocus);
        push(robot, KeyCode.F6);
        robot.interact(() -> ((Pane) path.getParent()).getChildren().remove(path));

        push(robot, KeyCode.F6);

        assertThat(holdsKeyboard(robot, notice)).isFalse();
    }

    @Test
    void f6GoesToTheNewestNoticeAndWhereItWasOnceThatIsClosed(FxRobot robot) {
        TextField path = typeInANewRoute(robot);
        Node notice = tell(robot);

        push(robot, KeyCode.F6);
        assertThat(holdsKeyboard(robot, notice)).isTrue();
        push(robot, KeyCode.F6);
        assertThat(holdsKeyboard(robot, path)).isTrue();
        push(robot, KeyCode.F6);
        push(robot, KeyCode.SPACE);

        assertThat(robot.lookup(".toast").tryQuery()).isEmpty();
        assertThat(holdsKeyboard(robot, path)).isTrue();
        tell(robot);
        push(robot, KeyCode.F6);
        push(robot, KeyCode.ESCAPE);
        assertThat(robot.lookup(".toast").tryQuery()).isEmpty();
        assertThat(Objects.requireNonNull(path.getScene())).as("the form is still there").isNotNull();
    }
}
