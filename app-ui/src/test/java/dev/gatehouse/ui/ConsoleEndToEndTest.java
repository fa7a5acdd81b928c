package dev.gatehouse.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.server.StartException;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.shell.Looks;
import dev.gatehouse.ui.shell.ShellParts;
import dev.gatehouse.ui.task.FxTaskRunner;
import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.text.Messages;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The whole console over a whole node, from the first start to the audit record of a ban. */
@ExtendWith(ApplicationExtension.class)
class ConsoleEndToEndTest {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private static Path data;

    @SuppressWarnings("NullAway.Init") // TestFX calls the method marked with Start first
    private TestConsole console;
    @SuppressWarnings("NullAway.Init")
    private ConsoleWindow window;

    @Start
    void start(Stage stage) throws Exception {
        console = TestConsole.fresh(data.resolve("node"));
        ShellParts parts = new ShellParts(new FxTaskRunner(console.timer()), new PreferenceFile(data.resolve("ui")),
                new Messages(Language.ENGLISH), Clock.systemUTC());
        window = new ConsoleWindow(stage, parts, new Looks(), console::http, console.timer());
        window.open(LaunchPlan.embedded(console.uri(), data).firstRun((username, password) -> {
            try {
                console.server().createAdmin(username, password);
            } catch (StartException refused) {
                throw new IllegalArgumentException(refused);
            }
        }));
        stage.setWidth(1000);
        stage.setHeight(700);
        stage.setX(0);
        stage.setY(0);
    }

    @AfterEach
    void stop(FxRobot robot) {
        robot.interact(window::close);
        console.close();
    }

    @Test
    void operatorGoesFromFirstStartToTheAuditRecordOfABan(FxRobot robot) {
        click(robot, "#next");
        type(robot, "#admin-password", PASSWORD);
        type(robot, "#admin-again", PASSWORD);
        click(robot, "#next");
        shown(robot, "#next", node -> ((Labeled) node).getText().equals("Open the console"));
        click(robot, "#next");
        shown(robot, "#connection", node -> ((Labeled) node).getText().equals("Live"));

        robot.press(KeyCode.CONTROL, KeyCode.DIGIT3).release(KeyCode.DIGIT3, KeyCode.CONTROL);
        click(robot, "#create-user");
        type(robot, "#username", "mallory");
        type(robot, "#password", "open sesame");
        click(robot, "#save-user");
        shown(robot, "#last-receipt", node -> ((Labeled) node).getText().startsWith("gatehouse."));

        click(robot, "#user-ban");
        type(robot, "#ban-reason", "spam in the lobby");
        click(robot, "#ban-now");
        shown(robot, "#user-unban", Node::isVisible);

        click(robot, "#last-receipt");
        await().atMost(LONGEST)
                .until(() -> robot.lookup("#audit-details .text-field")
                        .queryAll()
                        .stream()
                        .anyMatch(node -> ((TextField) node).getText().equals("spam in the lobby")));
        shown(robot, ".row-table", node -> ((TableView<?>) node).getItems().size() >= 3);
        assertThat(robot.lookup("#coverage").tryQuery()).isPresent();
    }

    private static void click(FxRobot robot, String query) {
        Node node = shown(robot, query, found -> !found.isDisabled());
        robot.interact(() -> {
            if (node instanceof javafx.scene.control.ButtonBase button) {
                button.fire();
            }
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static void type(FxRobot robot, String query, String text) {
        Node node = shown(robot, query, found -> found instanceof TextInputControl);
        robot.interact(() -> {
            node.requestFocus();
            ((TextInputControl) node).replaceText(0, ((TextInputControl) node).getLength(), text);
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    /** Waits until a visible node is as it should be. */
    private static Node shown(FxRobot robot, String query, java.util.function.Predicate<Node> condition) {
        return await().atMost(LONGEST)
                .until(() -> robot.lookup(query)
                        .match((Node node) -> isShown(node) && condition.test(node))
                        .<Node>tryQuery(), Optional::isPresent)
                .orElseThrow();
    }

    private static boolean isShown(Node node) {
        for (Node ancestor = node; ancestor != null; ancestor = ancestor.getParent()) {
            if (!ancestor.isVisible()) {
                return false;
            }
        }
        return true;
    }
}
