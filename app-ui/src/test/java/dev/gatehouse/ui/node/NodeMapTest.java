package dev.gatehouse.ui.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.api.NodesExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.StubServer;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.FxTaskRunner;
import dev.gatehouse.ui.task.Notices;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

@ExtendWith(ApplicationExtension.class)
class NodeMapTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final StubServer server = new StubServer();
    private final ConsoleClient client = server.signedIn(Role.OPERATOR);
    private final NodesViewModel model = new NodesViewModel(client, TestConsole.feedOfNobody(client),
            new FxTaskRunner(timer), new Notices());

    @Start
    void show(Stage stage) {
        ViewStage shown = new ViewStage(stage, kit -> new NodeMap(model, kit));
        assertThat(shown).isNotNull();
    }

    @Stop
    void stop() {
        timer.shutdownNow();
        server.close();
    }

    @Test
    void tileStaysTheSameFromBeatToBeat(FxRobot robot) {
        assertThat(robot.lookup("Loading…").tryQuery()).isPresent();
        robot.interact(() -> model.nodes().apply(Rows.window(Rows.node("node-1", true), Rows.node("node-3", true))));
        Button first = robot.lookup("#node-node-1").queryAs(Button.class);
        robot.interact(first::requestFocus);

        robot.interact(() -> model.nodes()
                .apply(Rows.window(Rows.node("node-1", false), Rows.node("node-2", true), Rows.node("node-3", true))));

        assertThat(robot.lookup("#node-node-1").queryAs(Button.class)).isSameAs(first);
        assertThat(first.isFocused()).isTrue();
        assertThat(robot.lookup("#node-node-1 .badge").queryAs(Label.class).getText()).isEqualTo("Away");
        assertThat(robot.lookup(".node-tile").queryAllAs(Node.class)).extracting(Node::getId)
                .containsExactly("node-node-1", "node-node-2", "node-node-3");
    }

    @Test
    void panelIsTheSameEachTimeItOpens(FxRobot robot) {
        robot.interact(() -> model.nodes().apply(Rows.window(Rows.node("node-1", true), Rows.node("node-2", true))));
        robot.interact(() -> robot.lookup("#node-node-1").queryAs(Button.class).fire());
        Node panel = robot.lookup("#node-panel").query();

        robot.interact(() -> robot.lookup("#node-node-2").queryAs(Button.class).fire());

        assertThat(robot.lookup("#node-panel").<Node>query()).isSameAs(panel);
        assertThat(model.openedProperty().get()).isEqualTo("node-2");
    }

    @Test
    void tileOpensTheMonitorAndSaysWhyDrainingIsNotAllowed(FxRobot robot) {
        robot.interact(() -> model.nodes().apply(Rows.window(Rows.node("node-1", true), Rows.node("node-2", false))));
        assertThat(robot.lookup("#node-node-2 .badge").queryAs(Label.class).getText()).isEqualTo("Away");

        robot.interact(() -> robot.lookup("#node-node-1").queryAs(Button.class).fire());
        robot.interact(() -> model.apply(new NodesExchange.Connections("node-1", Rows.NOON, 90, 10, 20_000, 512, 40, 80,
                900, 0, List.of(new NodesExchange.Waiting("s1", "alice", 512)),
                List.of(new NodesExchange.Stuck("s2", 61_000, List.of("a.B.c(B.java:7)"))),
                List.of(new NodesExchange.Alarm("ws.max-per-node", 19_000, 20_000)))));

        assertThat(robot.lookup("#node-panel .tile-figure").queryAllAs(Label.class)).extracting(Label::getText)
                .containsExactly("90", "10", "512", "40", "80", "900 µs");
        assertThat(robot.lookup("ws.max-per-node is nearly used up: 19,000 of 20,000").tryQuery()).isPresent();
        assertThat(robot.lookup("#drain").query().isDisabled()).isTrue();
        assertThat(robot.lookup("#drain-words").queryAs(Label.class).getText()).contains("Only administrators");
    }
}
