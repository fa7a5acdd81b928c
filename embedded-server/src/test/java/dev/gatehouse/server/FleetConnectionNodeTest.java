package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.client.fleet.ConnectionState;
import dev.gatehouse.client.fleet.FleetClient;
import dev.gatehouse.client.fleet.FleetConnection;
import dev.gatehouse.client.fleet.FleetListener;
import dev.gatehouse.client.fleet.FleetOptions;
import dev.gatehouse.client.fleet.FleetOptions.Format;
import dev.gatehouse.client.fleet.ReconnectPolicy;
import dev.gatehouse.client.fleet.SecurityAlert;
import dev.gatehouse.client.fleet.TokenSource;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.Cable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client library against a real node, over a cable that can be cut. */
class FleetConnectionNodeTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final ReconnectPolicy.Limits QUICK = new ReconnectPolicy.Limits(Duration.ofMillis(100),
            Duration.ofSeconds(1), 40, true);

    @TempDir
    private Path folder;

    private final FleetClient client = FleetClient.create();
    private final Heard heard = new Heard();

    /** Keeps what it is told. */
    private static final class Heard implements FleetListener {

        private final List<SecurityAlert> alerts = new CopyOnWriteArrayList<>();
        private final List<ServerFrame.Bye> byes = new CopyOnWriteArrayList<>();
        private final List<ConnectionState> states = new CopyOnWriteArrayList<>();

        @Override
        public void message(ServerFrame.Message message) {
            throw new IllegalStateException("nobody sends one");
        }

        @Override
        public void alert(SecurityAlert alert) {
            alerts.add(alert);
        }

        @Override
        public void bye(ServerFrame.Bye bye) {
            byes.add(bye);
        }

        @Override
        public void state(ConnectionState state) {
            states.add(state);
        }

        long welcomes() {
            return states.stream().filter(state -> state == ConnectionState.ONLINE).count();
        }
    }

    @AfterEach
    void stop() {
        client.close();
    }

    private static FleetOptions to(URI node) {
        return FleetOptions.of(List.of(node)).with(QUICK);
    }

    private static TokenSource tokens(Api node) {
        return () -> {
            try {
                return new Api(node.uri()).signedIn(TestNodes.ADMIN, TestNodes.PASSWORD).token();
            } catch (IllegalStateException e) {
                throw new IOException("the node is away", e);
            }
        };
    }

    private static JsonNode sessions(Api admin) {
        return admin.get("/api/v1/sessions?fresh=true").json().path("items");
    }

    private static List<String> rooms(Api admin) {
        return sessions(admin).findValuesAsText("rooms").isEmpty() && sessions(admin).isEmpty() ? List.of()
                : sessions(admin).path(0).path("rooms").valueStream().map(JsonNode::asText).toList();
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void clientIsInItsRoomsAgainAfterItsSocketBroke(Format format) throws Exception {
        try (GatehouseServer node = TestNodes.start(folder, Map.of("ws.heartbeat", "1s"));
                Cable cable = Cable.to(node.uri())) {
            Api admin = TestNodes.admin(node);
            try (FleetConnection connection = client.connect(to(cable.uri()).in(format), tokens(admin), heard)) {
                connection.join("lobby");
                connection.join("bar");
                await().atMost(LIMIT).until(() -> rooms(admin).equals(List.of("lobby", "bar")));

                cable.shake();

                await().atMost(LIMIT).until(() -> heard.welcomes() == 2);
                await().atMost(LIMIT)
                        .until(() -> sessions(admin).size() == 1 && rooms(admin).containsAll(List.of("lobby", "bar")));
                assertThat(heard.alerts).isEmpty();
            }
            await().atMost(LIMIT).until(() -> sessions(admin).isEmpty());
        }
    }

    @Test
    void nodeThatIsHeardOfNoMoreIsLeft() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder, Map.of("ws.heartbeat", "1s"));
                Cable cable = Cable.to(node.uri())) {
            Api admin = TestNodes.admin(node);
            try (FleetConnection connection = client.connect(to(cable.uri()), tokens(admin), heard)) {
                await().atMost(LIMIT).until(() -> connection.state() == ConnectionState.ONLINE);
                cable.swallow();

                await().atMost(Duration.ofSeconds(6)).until(() -> connection.state() != ConnectionState.ONLINE);
                cable.shake();
                await().atMost(LIMIT).until(() -> heard.welcomes() == 2);
            }
        }
    }

    @Test
    void nodeThatStopsIsFoundAgainWhenItIsBack() throws Exception {
        Api admin;
        FleetConnection connection;
        try (GatehouseServer node = TestNodes.start(folder, Map.of())) {
            admin = TestNodes.admin(node);
            connection = client.connect(to(node.uri()), tokens(admin), heard);
            await().atMost(LIMIT).until(() -> connection.state() == ConnectionState.ONLINE);
        }
        await().atMost(LIMIT).until(() -> connection.state() == ConnectionState.WAITING);
        assertThat(heard.byes).extracting(ServerFrame.Bye::code).containsExactly(1001);

        try (connection;
                GatehouseServer node = TestNodes.start(folder,
                        Map.of("http.port", Integer.toString(admin.uri().getPort())))) {
            assertThat(node.uri()).isEqualTo(admin.uri());
            await().atMost(LIMIT).until(() -> heard.welcomes() == 2);
        }
    }

    @Test
    void kickedClientStaysAwayAndRaisesAnAlert() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder, Map.of())) {
            Api admin = TestNodes.admin(node);
            try (FleetConnection connection = client.connect(to(node.uri()), tokens(admin), heard)) {
                await().atMost(LIMIT).until(() -> sessions(admin).size() == 1);
                admin.delete("/api/v1/sessions/" + sessions(admin).path(0).path("sid").asText() + "?reason=spam");

                await().atMost(LIMIT).until(() -> !heard.alerts.isEmpty());
                assertThat(heard.alerts).extracting(SecurityAlert::kind)
                        .containsExactly(SecurityAlert.Kind.KICKED);
                assertThat(connection.state()).isEqualTo(ConnectionState.STOPPED);
            }
        }
    }

    @Test
    void badTokenStopsTheClientAndRaisesAnAlert() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder, Map.of());
                FleetConnection connection = client.connect(to(node.uri()), () -> "not-a-token", heard)) {
            await().atMost(LIMIT).until(() -> !heard.alerts.isEmpty());

            assertThat(heard.alerts).extracting(SecurityAlert::kind, SecurityAlert::code)
                    .containsExactly(
                            tuple(SecurityAlert.Kind.NOT_AUTHENTICATED, 401));
            assertThat(connection.state()).isEqualTo(ConnectionState.STOPPED);
        }
    }

    @Test
    void clientGoesOnAtAnotherAddressWhereOneIsGone() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder, Map.of());
                Cable first = Cable.to(node.uri());
                Cable second = Cable.to(node.uri())) {
            Api admin = TestNodes.admin(node);
            FleetOptions both = FleetOptions.of(List.of(first.uri(), second.uri())).with(QUICK);
            try (FleetConnection connection = client.connect(both, tokens(admin), heard)) {
                await().atMost(LIMIT).until(() -> connection.state() == ConnectionState.ONLINE);
                first.cut();
                second.shake();

                await().atMost(LIMIT)
                        .until(() -> heard.welcomes() >= 2 && connection.state() == ConnectionState.ONLINE);
            }
        }
    }
}
