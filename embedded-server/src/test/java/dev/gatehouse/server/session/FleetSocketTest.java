package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.fixture.RecordingSocket;
import dev.gatehouse.server.http.SocketRoute.Listener;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetSocketTest {

    private final RecordingSocket socket = new RecordingSocket();
    private final TestNode node = TestNode.alone(
            new SessionLimits(Duration.ofSeconds(1), 2, 2, 4, 10, Elsewhere.ALLOW), Clock.systemUTC());

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void clientIsWelcomedUnderTheIdOfItsToken() {
        node.connect("s1", "ann", socket);

        assertThat(socket.last().path("type").asText()).isEqualTo("welcome");
        assertThat(socket.last().path("sid").asText()).isEqualTo("s1");
        assertThat(socket.last().path("node").asText()).isEqualTo("n1");
        assertThat(socket.last().path("heartbeatSeconds").asLong()).isEqualTo(1);
        assertThat(node.index.find("s1")).isNotNull();
    }

    @Test
    void secondSocketOfAListedSessionGetsAnIdOfItsOwn() {
        node.connect("s1", "ann", new RecordingSocket());
        node.connect("s1", "ann", socket);

        String sid = socket.last().path("sid").asText();
        assertThat(sid).startsWith("s1~");
        assertThat(SessionOrders.tokenSession(sid)).isEqualTo("s1");
    }

    @Test
    void heartbeatIsAnsweredAndRoomsAreKept() {
        Listener client = node.connect("s1", "ann", socket);

        client.text("{\"type\":\"join\",\"room\":\"lobby\"}");
        client.text("{\"type\":\"join\",\"room\":\"lobby\"}");
        client.text("{\"type\":\"join\",\"room\":\"bar\"}");
        client.text("{\"type\":\"leave\",\"room\":\"lobby\"}");
        client.text("{\"type\":\"heartbeat\"}");

        assertThat(socket.last().path("type").asText()).isEqualTo("pong");
        assertThat(Objects.requireNonNull(node.index.find("s1")).rooms()).containsExactly("bar");
    }

    @Test
    void roomWithoutANameIsRefusedAndTheSocketStaysOpen() {
        Listener client = node.connect("s1", "ann", socket);

        client.text("{\"type\":\"join\",\"room\":\" \"}");

        assertThat(socket.last().path("type").asText()).isEqualTo("error");
        assertThat(socket.last().path("code").asText()).isEqualTo("invalid");
        assertThat(socket.closeCode()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "{\"type\":\"dance\"}", "{\"type\":\"join\"}", "{\"room\":\"x\"}",
            "{\"type\":\"heartbeat\",\"extra\":1}", "{\"type\":\"heartbeat\"} {}"})
    void badFrameEndsTheSession(String frame) {
        Listener client = node.connect("s1", "ann", socket);

        client.text(frame);

        assertThat(socket.last().path("type").asText()).isEqualTo("bye");
        assertThat(socket.last().path("code").asInt()).isEqualTo(4400);
        assertThat(socket.closeCode()).isEqualTo(4400);
        assertThat(node.index.find("s1")).isNull();
    }

    @Test
    void tooManyMessagesEndTheSession() {
        Listener client = node.connect("s1", "ann", socket);

        for (int i = 0; i < 10; i++) {
            client.text("{\"type\":\"heartbeat\"}");
        }
        assertThat(socket.closeCode()).isNull();
        client.text("{\"type\":\"heartbeat\"}");

        assertThat(socket.closeCode()).isEqualTo(4008);
    }

    @Test
    void silentClientIsOver() {
        node.connect("s1", "ann", socket);

        await().atMost(Duration.ofSeconds(10)).until(() -> socket.closeCode() != null);

        assertThat(socket.closeCode()).isEqualTo(4004);
        assertThat(socket.last().path("reason").asText()).isEqualTo("session over");
    }

    @Test
    void limitsRefuseBeforeTheUpgrade() {
        node.connect("a1", "ann", socket);
        node.connect("a2", "ann", socket);
        assertRefused("a3", "ann", "2 times already");
        node.connect("b1", "bob", socket);
        node.connect("c1", "cyd", socket);
        assertRefused("d1", "dan", "another one");
    }

    @Test
    void closedSocketMakesRoomForAnother() {
        Listener first = node.connect("a1", "ann", socket);
        node.connect("a2", "ann", socket);
        first.closed(1000, "");

        node.connect("a1", "ann", socket);

        assertThat(node.index.ofUser("u-ann")).hasSize(2);
    }

    @Test
    void rateIsOverASlidingWindow() {
        MessageRate rate = new MessageRate();
        List<Integer> counts = List.of(rate.count(0), rate.count(900), rate.count(9_900), rate.count(10_000),
                rate.count(19_800), rate.count(60_000));

        assertThat(counts).containsExactly(1, 2, 3, 2, 2, 1);
    }

    private void assertRefused(String sid, String username, String words) {
        assertThatThrownBy(() -> node.connect(sid, username, socket)).isInstanceOfSatisfying(RequestFailure.class,
                failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.TOO_MANY_SESSIONS);
                    assertThat(failure.detail()).contains(words);
                });
    }
}
