package dev.gatehouse.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.LoginExchange;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.demo.process.RedisProcess;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.shell.Looks;
import dev.gatehouse.ui.shell.ShellParts;
import dev.gatehouse.ui.task.FxTaskRunner;
import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.text.Messages;
import java.io.File;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The whole console over two whole nodes on one Redis, with clients on real sockets at the second. */
@ExtendWith(ApplicationExtension.class)
class ConsoleFleetTest {

    private static final Duration LONGEST = Duration.ofSeconds(25);

    @TempDir
    private Path data;

    private final List<SocketClient> clients = new ArrayList<>();
    @SuppressWarnings("NullAway.Init") // TestFX calls the method marked with Start first
    private RedisProcess redis;
    @SuppressWarnings("NullAway.Init")
    private TestConsole nodeA;
    @SuppressWarnings("NullAway.Init")
    private TestConsole nodeB;
    @SuppressWarnings("NullAway.Init")
    private ConsoleWindow window;

    @Start
    void start(Stage stage) throws Exception {
        redis = RedisProcess.start(Files.createDirectories(data.resolve("redis")), jars());
        nodeA = node("node-a");
        nodeB = node("node-b");
        String token = token(nodeB);
        for (int client = 0; client < 3; client++) {
            clients.add(new SocketClient(nodeB.http(), nodeB.uri(), token));
        }
        ShellParts parts = new ShellParts(new FxTaskRunner(nodeA.timer()), new PreferenceFile(data.resolve("ui")),
                new Messages(Language.ENGLISH), Clock.systemUTC());
        window = new ConsoleWindow(stage, parts, new Looks(), nodeA::http, nodeA.timer());
        window.open(LaunchPlan.remote(nodeA.uri(), data).signedInAs(TestConsole.ADMIN, TestConsole.PASSWORD));
        stage.setWidth(1000);
        stage.setHeight(700);
    }

    private TestConsole node(String id) throws Exception {
        return TestConsole.start(data.resolve(id), Map.of("node.id", id, "redis.uri", redis.uri(), "ws.drain", "2s",
                "ws.max-per-user", "100"));
    }

    private static String token(TestConsole node) throws Exception {
        HttpRequest login = HttpRequest.newBuilder(node.uri().resolve(LoginExchange.PATH))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.LENIENT.createObjectNode()
                        .put("username", TestConsole.ADMIN)
                        .put("password", TestConsole.PASSWORD)
                        .toString()))
                .build();
        String answer = node.http().send(login, HttpResponse.BodyHandlers.ofString()).body();
        return Json.LENIENT.readTree(answer).path("accessToken").asText();
    }

    /** The folder of the jar that brings a Redis along where the machine has none. */
    private static Path jars() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("embedded-redis"))
                .findFirst()
                .map(entry -> Path.of(entry).getParent())
                .orElseGet(() -> Path.of("target"));
    }

    @AfterEach
    void stop(FxRobot robot) {
        robot.interact(window::close);
        clients.forEach(SocketClient::close);
        nodeB.close();
        nodeA.close();
        redis.close();
    }

    @Test
    void mapShowsBothNodesAndOneIsDrainedAndTakenBack(FxRobot robot) {
        shown(robot, "#node-node-a .figure", node -> ((Label) node).getText().equals("0"));
        shown(robot, "#node-node-b .figure", node -> ((Label) node).getText().equals("3"));

        click(robot, "#node-node-b");
        shown(robot, "#node-panel .tile-figure", node -> ((Label) node).getText().equals("3"));
        click(robot, "#drain");
        type(robot, "#reason", "new version");
        click(robot, "#confirm");

        await().atMost(LONGEST).until(() -> clients.stream().allMatch(client -> client.closeCode() != null));
        shown(robot, "#drain-words", node -> ((Label) node).getText().startsWith("Empty"));
        shown(robot, "#node-node-b .badge", node -> ((Label) node).getText().equals("Draining"));

        click(robot, "#end-drain");
        shown(robot, "#node-node-b .badge", node -> ((Label) node).getText().equals("Live"));
    }

    @Test
    void socketsThePastAndARoomAreReachedOverTheOtherNode(FxRobot robot) {
        clients.getFirst().join("lobby");
        click(robot, "#place-sessions");
        TableView<?> table = (TableView<?>) shown(robot, "#online-now .table-view",
                node -> ((TableView<?>) node).getItems().size() == 3);
        await().atMost(LONGEST).until(() -> inLobby(table) >= 0);
        robot.interact(() -> table.getSelectionModel().select(inLobby(table)));
        shown(robot, "#socket .frames .label", node -> ((Labeled) node).getText().equals("join"));

        String then = DateTimeFormatter.ofPattern("HH:mm:ss").format(LocalTime.now(ZoneId.systemDefault()));
        clients.removeLast().close();
        shown(robot, "#online-now .table-view", node -> ((TableView<?>) node).getItems().size() == 2);
        click(robot, "#session-past");
        type(robot, "#moment-time", then);
        shown(robot, "#online-then .table-view", node -> ((TableView<?>) node).getItems().size() == 3);
        assertThat(robot.lookup("#session-details").query().isVisible()).as("details of the present").isFalse();

        click(robot, "#place-messages");
        click(robot, "#message-room");
        type(robot, "#message-name", "lobby");
        shown(robot, "#preview .tile-figure", node -> ((Label) node).getText().equals("1"));
        type(robot, "#message-content", "Tide at nine");
        click(robot, "#send-message");

        await().atMost(LONGEST).until(() -> clients.getFirst().got("message", "Tide at nine"));
        shown(robot, "#message-delivered", node -> ((Label) node).getText().equals("1"));
        assertThat(clients.getLast().got("message", "Tide at nine")).isFalse();
    }

    private static int inLobby(TableView<?> table) {
        for (int index = 0; index < table.getItems().size(); index++) {
            if (table.getItems().get(index) instanceof Session session && session.rooms().contains("lobby")) {
                return index;
            }
        }
        return -1;
    }

    private static void click(FxRobot robot, String query) {
        Node node = shown(robot, query, found -> !found.isDisabled());
        robot.interact(() -> {
            if (node instanceof ButtonBase button) {
                button.fire();
            }
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static void type(FxRobot robot, String query, String text) {
        Node node = shown(robot, query, found -> found instanceof TextField || found instanceof TextInputControl);
        robot.interact(() -> ((TextInputControl) node).setText(text));
        WaitForAsyncUtils.waitForFxEvents();
    }

    /** Waits until a visible node is as it should be. */
    private static Node shown(FxRobot robot, String query, Predicate<Node> condition) {
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
