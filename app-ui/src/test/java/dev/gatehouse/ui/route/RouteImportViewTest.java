package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.Page;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.StubServer;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.task.FxTaskRunner;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Overlay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** The dialog that brings routes in, shut and opened while it works. */
@ExtendWith(ApplicationExtension.class)
class RouteImportViewTest {

    @TempDir
    private static Path folder;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final StubServer server = new StubServer();
    private final Notices notices = new Notices();
    private final List<Sentence> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final RouteViewModel model = new RouteViewModel(server.signedIn(Role.OPERATOR), new FxTaskRunner(timer),
            notices, new PreferenceFile(folder), Clock.systemUTC());
    private final AtomicReference<Overlay> overlay = new AtomicReference<>();

    @Start
    void show(Stage stage) {
        Receipt receipt = new Receipt("gatehouse.changes", 0, 7);
        server.on("GET", RoutesExchange.PATH, body -> new Page<>(0, List.of(), null));
        server.on("POST", RoutesExchange.LINT_PATH, body -> new RoutesExchange.LintResponse(List.of()));
        server.on("POST", RoutesExchange.PATH, body -> {
            try {
                assertThat(answer.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return new RoutesExchange.Changed(Rows.route("01N", "/new"), List.of(), receipt);
        });
        server.on("DELETE", RoutesExchange.path("01N"), body -> new RoutesExchange.Deleted(receipt));
        overlay.set(new ViewStage(stage, kit -> new RouteView(model, kit)).overlay());
        notices.listen(notice -> told.add(notice.sentence()));
    }

    @Stop
    void stop() {
        timer.shutdownNow();
        server.close();
    }

    private static void press(FxRobot robot, String id) {
        robot.interact(() -> robot.lookup(id).queryAs(Button.class).fire());
    }

    private static void awaitWords(FxRobot robot, String words) {
        await().until(() -> robot.lookup("#route-import-outcome").tryQueryAs(Label.class)
                .filter(label -> words.equals(label.getText())).isPresent());
    }

    @Test
    void importThatEndedWhileItsDialogWasShutIsToldShownAndTakenBack(FxRobot robot) throws Exception {
        Path file = Files.writeString(folder.resolve("routes.yaml"), """
                                                                     routes:
                                                                       - path: /new
                                                                         upstreams: ["http://127.0.0.1:9000"]
                                                                     """);
        press(robot, "#import-routes");
        robot.interact(() -> model.imports().look(file));
        await().until(() -> model.imports().mayStart());
        press(robot, "#route-import-start");
        robot.interact(() -> overlay.get().leave());
        answer.countDown();
        await().until(() -> !told.isEmpty());
        assertThat(told).containsExactly(Sentence.of("route.import.overUnseen", "routes.yaml", 1, 0, 0));

        press(robot, "#import-routes");

        awaitWords(robot, "1 saved, 0 refused, 0 not tried.");
        press(robot, "#route-import-back");
        awaitWords(robot, "1 taken back, 0 left as they are, 0 not tried.");
        assertThat(robot.lookup("#route-import-back").tryQuery()).isEmpty();
        assertThat(told).as("it is in sight").hasSize(1);
        press(robot, "#route-import-other");
        assertThat(robot.lookup("#route-import-outcome").tryQuery()).isEmpty();
    }
}
