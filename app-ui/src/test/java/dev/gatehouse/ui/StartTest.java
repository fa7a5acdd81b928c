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
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The window while its node starts. */
@ExtendWith(ApplicationExtension.class)
class StartTest {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    @TempDir
    private static Path data;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final HttpClient http = ConsoleApp.http(List.of());
    private final CompletableFuture<LaunchPlan> plan = new CompletableFuture<>();
    @SuppressWarnings("NullAway.Init") // TestFX calls the method marked with Start first
    private ConsoleWindow window;
    @SuppressWarnings("NullAway.Init")
    private Stage stage;

    @Start
    void start(Stage shown) {
        stage = shown;
        window = new ConsoleWindow(stage, new ShellParts(new FxTaskRunner(timer), new PreferenceFile(data),
                new Messages(Language.ENGLISH), Clock.systemUTC()), new Looks(), () -> http, timer);
        window.open(plan);
    }

    @AfterEach
    void stop(FxRobot robot) {
        robot.interact(window::close);
        http.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void windowIsThereBeforeTheNodeAndThenShowsItsDoor(FxRobot robot) {
        assertThat(stage.isShowing()).isTrue();
        assertThat(robot.lookup("#sign-in").tryQuery()).isEmpty();

        plan.complete(LaunchPlan.remote(URI.create("http://127.0.0.1:9"), data));

        await().atMost(LONGEST).untilAsserted(() -> assertThat(robot.lookup("#sign-in").tryQuery()).isPresent());
    }

    @Test
    void nodeThatCannotStartSaysWhyAndTheWindowCanBeClosed(FxRobot robot) {
        plan.completeExceptionally(new StartException("The port 7070 is taken.", new IllegalStateException()));

        await().atMost(LONGEST).until(() -> robot.lookup("#start-failure").tryQuery().isPresent());
        assertThat(robot.lookup("#start-failure").queryAs(Label.class).getText()).isEqualTo("The port 7070 is taken.");
        robot.clickOn("#close");
        await().atMost(LONGEST).until(() -> !stage.isShowing());
    }
}
