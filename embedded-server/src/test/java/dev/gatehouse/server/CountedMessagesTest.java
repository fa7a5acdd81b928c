package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.gatehouse.client.fleet.ConnectionState;
import dev.gatehouse.client.fleet.FleetClient;
import dev.gatehouse.client.fleet.FleetConnection;
import dev.gatehouse.client.fleet.FleetListener;
import dev.gatehouse.client.fleet.FleetOptions;
import dev.gatehouse.client.fleet.FleetOptions.Format;
import dev.gatehouse.client.fleet.ReconnectPolicy;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.message.Target;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.Cable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is promised of messages, counted, while the connections of both sides break. */
class CountedMessagesTest {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String PASSWORD = "open sesame street";
    private static final int MESSAGES = 120;

    @TempDir
    private Path folder;

    private final FleetClient client = FleetClient.create();
    private GatehouseServer node;

    /** Keeps what it is told. */
    private static final class Heard implements FleetListener {

        private final List<Integer> numbers = new CopyOnWriteArrayList<>();
        private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();

        @Override
        public void message(ServerFrame.Message message) {
            numbers.add(message.content().asInt());
        }

        @Override
        public void failed(RuntimeException failure) {
            failures.add(failure);
        }
    }

    @BeforeEach
    void start() throws Exception {
        node = TestNodes.start(folder, Map.of("ws.heartbeat", "1s", "ws.messages-per-10s", "10000"));
        Api admin = TestNodes.admin(node);
        for (String name : List.of("ann", "bob")) {
            assertThat(admin.post("/api/v1/users", Map.of("username", name, "password", PASSWORD)).status())
                    .isEqualTo(201);
        }
    }

    @AfterEach
    void stop() {
        client.close();
        node.close();
    }

    private FleetConnection connect(String name, Cable cable, Format format, FleetListener listener) {
        FleetOptions options = FleetOptions.of(List.of(cable.uri())).in(format)
                .with(new ReconnectPolicy.Limits(Duration.ofMillis(20), Duration.ofMillis(200), 100, true))
                .with(new FleetOptions.Bounds(1000, 1000, 2000));
        FleetConnection connection = client.connect(options, () -> {
            try {
                return new Api(node.uri()).signedIn(name, PASSWORD).token();
            } catch (IllegalStateException e) {
                throw new IOException(e);
            }
        }, listener);
        await().atMost(LIMIT).until(() -> connection.state() == ConnectionState.ONLINE);
        return connection;
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void nothingIsLostOrToldTwiceThoughBothSidesBreak(Format format) {
        Heard heard = new Heard();
        try (Cable annsCable = Cable.to(node.uri());
                Cable bobsCable = Cable.to(node.uri());
                FleetConnection ann = connect("ann", annsCable, format, new Heard());
                FleetConnection bob = connect("bob", bobsCable, format, heard)) {
            assertThat(bob.state()).isEqualTo(ConnectionState.ONLINE);
            for (int number = 0; number < MESSAGES; number++) {
                ann.send(Target.user("bob"), IntNode.valueOf(number), Qos.AT_LEAST_ONCE);
                if (number % 30 == 10) {
                    annsCable.shake();
                }
                if (number % 30 == 20) {
                    bobsCable.shake();
                    await().atMost(LIMIT).until(() -> bob.state() == ConnectionState.ONLINE);
                }
            }

            await().atMost(LIMIT).until(() -> ann.unconfirmed() == 0 && heard.numbers.size() >= MESSAGES);
            assertThat(heard.numbers).containsExactlyInAnyOrderElementsOf(
                    IntStream.range(0, MESSAGES).boxed().toList());
            assertThat(heard.failures).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void roomIsHeardWholeAndInOrderThoughBothSidesBreak(Format format) {
        Heard heard = new Heard();
        try (Cable annsCable = Cable.to(node.uri());
                Cable bobsCable = Cable.to(node.uri());
                FleetConnection ann = connect("ann", annsCable, format, new Heard());
                FleetConnection bob = connect("bob", bobsCable, format, heard)) {
            bob.join("lobby");
            Api admin = new Api(node.uri()).signedIn(TestNodes.ADMIN, TestNodes.PASSWORD);
            await().atMost(LIMIT)
                    .until(() -> admin.get("/api/v1/rooms/lobby/members").json().path("total").asInt() == 1);
            for (int number = 0; number < MESSAGES; number++) {
                ann.publish("lobby", IntNode.valueOf(number), Qos.AT_LEAST_ONCE);
                if (number % 30 == 10) {
                    bobsCable.shake();
                }
                if (number % 30 == 20) {
                    annsCable.shake();
                    await().atMost(LIMIT).until(() -> ann.unconfirmed() == 0);
                }
            }

            await().atMost(LIMIT).until(() -> ann.unconfirmed() == 0 && heard.numbers.size() >= MESSAGES);
            assertThat(heard.numbers).containsExactlyElementsOf(IntStream.range(0, MESSAGES).boxed().toList());
            assertThat(heard.failures).isEmpty();
        }
    }
}
