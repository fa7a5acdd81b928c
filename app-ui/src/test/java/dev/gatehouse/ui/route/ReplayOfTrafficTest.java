package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.RouteReplayExchange;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.demo.kafka.Broker;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.task.FxTaskRunner;
import dev.gatehouse.ui.task.Notices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** Requests through the traffic port of a node, read back from its access log in Kafka, and tried on another table. */
@ExtendWith(ApplicationExtension.class)
class ReplayOfTrafficTest {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // TestFX calls the method marked with Start first
    private Broker broker;
    @SuppressWarnings("NullAway.Init")
    private TestConsole console;
    @SuppressWarnings("NullAway.Init")
    private ConsoleClient client;
    @SuppressWarnings("NullAway.Init")
    private RouteViewModel model;

    @Start
    void start(Stage stage) throws Exception {
        int[] ports = freePorts();
        broker = Broker.start(folder.resolve("kafka"), ports[0], ports[1]);
        console = TestConsole.start(folder.resolve("node"),
                Map.of("traffic.port", "0", "kafka.bootstrap", "127.0.0.1:" + ports[0]));
        client = console.signedIn();
        model = new RouteViewModel(client, new FxTaskRunner(console.timer()), new Notices(),
                new PreferenceFile(folder.resolve("ui")), Clock.systemUTC());
        client.routes().create(new RoutesExchange.Draft("GET", null, "/orders/:id", RoutePermission.PUBLIC, null, null,
                new StaticAnswer(200, "text/plain", "here"), null, null, null)).get(10, TimeUnit.SECONDS);
        assertThat(new ViewStage(stage, kit -> new RouteView(model, kit))).isNotNull();
        model.refresh();
    }

    @Stop
    void stop() {
        console.close();
        broker.close();
    }

    private static int[] freePorts() throws IOException {
        try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[]{first.getLocalPort(), second.getLocalPort()};
        }
    }

    private void send(int first, int last) throws IOException, InterruptedException {
        URI traffic = Objects.requireNonNull(console.server().trafficUri());
        for (int order = first; order <= last; order++) {
            HttpResponse<String> answer = console.http().send(
                    HttpRequest.newBuilder(traffic.resolve("/orders/" + order)).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("here");
        }
    }

    /** Waits until the node has read that many requests back from Kafka. */
    private void awaitLog(long requests) {
        RouteReplayExchange.Request gone = new RouteReplayExchange.Request(
                List.of(new RouteReplayExchange.Edit(model.rows().getFirst().id(), null)), null, null, null, null);
        await().atMost(LONGEST).pollInterval(Duration.ofMillis(100))
                .until(() -> client.routes().replay(gone).get(10, TimeUnit.SECONDS).looked() == requests);
    }

    private static void awaitSum(FxRobot robot, String beginning) {
        await().atMost(LONGEST).until(() -> robot.lookup("#replay-sum").tryQueryAs(Label.class)
                .filter(label -> label.getText().startsWith(beginning)).isPresent());
    }

    @Test
    void draftThatRefusesWhatWasLetInIsToldBeforeItIsSaved(FxRobot robot) throws Exception {
        await().atMost(LONGEST).until(() -> model.rows().size() == 1);
        send(1, 7);
        awaitLog(7);
        Instant between = Instant.now();
        send(8, 12);
        awaitLog(12);
        robot.interact(() -> model.selectedProperty().set(model.rows().getFirst()));
        robot.interact(() -> robot.lookup("#route-edit").queryAs(Button.class).fire());
        robot.interact(() -> permission(robot).setValue(RoutePermission.ADMIN));

        robot.interact(() -> robot.lookup("#replay-form").queryAs(Button.class).fire());

        awaitSum(robot, "12 of the last 12 requests");
        assertThat(robot.lookup("#route-replay-altered .figure").queryAs(Label.class).getText())
                .isEqualTo("12  100 %");
        assertThat(robot.lookup("#route-replay-shut .figure").queryAs(Label.class).getText()).isEqualTo("12  100 %");
        robot.interact(() -> robot.lookup("#route-replay-byRequest").queryAs(ToggleButton.class).fire());
        assertThat(robot.lookup("#replay-rows").queryTableView().getItems()).as("each by its name").hasSize(12);
        assertThat(robot.lookup("/orders/12").tryQuery()).isPresent();

        robot.interact(() -> robot.lookup("#route-replay-span").queryAs(ToggleButton.class).fire());
        robot.interact(() -> robot.lookup("#replay-from").queryAs(TextField.class)
                .setText(between.toString().replace("Z", "")));
        awaitSum(robot, "5 of the 5 requests of that time");
        assertThat(model.rows().getFirst().spec().permission()).isEqualTo(RoutePermission.PUBLIC);
    }

    @SuppressWarnings("unchecked")
    private static ComboBox<RoutePermission> permission(FxRobot robot) {
        return robot.lookup(node -> node instanceof ComboBox<?> box && box.getValue() instanceof RoutePermission)
                .queryAs(ComboBox.class);
    }
}
