package dev.gatehouse.ui.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.Enforcement;
import dev.gatehouse.model.api.NodesExchange;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.StubServer;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodesViewModelTest {

    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();
    private final StubServer server = new StubServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private NodesViewModel model(Role role) {
        ConsoleClient client = server.signedIn(role);
        return new NodesViewModel(client, TestConsole.feedOfNobody(client), tasks, new Notices());
    }

    private static NodeInfo node(String id, long sessions, long position, boolean draining) {
        return new NodeInfo(id, "http://10.0.0.1:7070", "1.0.0", Rows.NOON, Rows.NOON, sessions, true, position, false,
                draining);
    }

    @Test
    void tilesSayWhoIsBehindAndWhoIsAway() {
        NodesViewModel model = model(Role.ADMIN);

        model.nodes().apply(Rows.window(node("node-b", 50, 10, false), node("node-a", 100, 12, false),
                Rows.node("node-c", false)));

        assertThat(model.tiles()).extracting(tile -> tile.info().id()).containsExactly("node-a", "node-b", "node-c");
        assertThat(model.tiles()).extracting(NodesViewModel.Tile::behind).startsWith(0L, 2L);
        assertThat(model.tiles()).extracting(NodesViewModel.Tile::share).startsWith(1.0, 0.5);
        assertThat(model.tiles().getLast().state()).isEqualTo(NodesViewModel.State.AWAY);
        assertThat(model.hindrance(model.tiles().getLast())).extracting(Sentence::key).isEqualTo("node.awayNoDrain");
    }

    @Test
    void drainingIsFollowedUntilNobodyIsLeft() {
        server.on("POST", NodesExchange.drainPath("node-a"), body -> new NodesExchange.Drained("node-a", true, 100,
                new Receipt("gatehouse.audit", 0, 1), new Enforcement("node-a", Enforcement.ENFORCED, 0)));
        NodesViewModel model = model(Role.ADMIN);
        model.nodes().apply(Rows.window(node("node-a", 100, 12, false), node("node-b", 10, 12, false)));
        assertThat(model.others(model.tiles().getFirst())).isOne();

        model.drain("node-a", "update");
        await().until(() -> server.asked().stream().anyMatch(call -> call.contains("\"reason\":\"update\"")));
        model.nodes().apply(Rows.window(node("node-a", 25, 12, true), node("node-b", 85, 12, false)));

        assertThat(model.tiles().getFirst().state()).isEqualTo(NodesViewModel.State.DRAINING);
        await().untilAsserted(() -> {
            model.nodes().apply(Rows.window(node("node-a", 25, 12, true), node("node-b", 86, 12, false)));
            model.nodes().apply(Rows.window(node("node-a", 25, 12, true), node("node-b", 85, 12, false)));
            assertThat(model.tiles().getFirst().drained()).isEqualTo(0.75);
        });

        model.nodes().apply(Rows.window(node("node-a", 0, 12, true), node("node-b", 110, 12, false)));
        assertThat(model.tiles().getFirst().drained()).isEqualTo(1.0);
    }

    @Test
    void drainThatAnotherConsoleEndedIsForgotten() {
        NodesViewModel model = model(Role.ADMIN);
        model.nodes().apply(Rows.window(node("node-a", 1_000, 12, true)));
        model.nodes().apply(Rows.window(node("node-a", 200, 12, false)));

        model.nodes().apply(Rows.window(node("node-a", 100, 12, true)));
        assertThat(model.tiles().getFirst().drained()).isZero();
    }

    @Test
    void whoIsNoAdministratorIsToldWhyNot() {
        NodesViewModel model = model(Role.OPERATOR);
        model.nodes().apply(Rows.window(node("node-a", 100, 12, false)));

        assertThat(model.hindrance(model.tiles().getFirst())).extracting(Sentence::key).isEqualTo("node.adminOnly");
    }

    @Test
    void socketsOfTheNodeThatIsOpenAreAskedForEachSecond() {
        server.on("GET", NodesExchange.connectionsPath("node-a"), body -> new NodesExchange.Connections("node-a",
                Rows.NOON, 90, 10, 20_000, 512, 40, 80, 900, 0, List.of(), List.of(), List.of()));
        NodesViewModel model = model(Role.VIEWER);

        model.openedProperty().set("node-a");
        await().until(() -> model.connectionsProperty().get() != null);
        await().until(() -> {
            tasks.timePasses();
            return server.asked().stream().filter(call -> call.contains("/connections")).count() > 1;
        });
        model.openedProperty().set(null);

        assertThat(model.connectionsProperty().get()).isNull();
    }
}
