package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.server.fixture.RawWebSocket;
import dev.gatehouse.server.http.SlowPolicy;
import dev.gatehouse.server.http.SocketLimits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which a client of {@code /ws} is refused, over a real socket: the bye, its words, the code. */
class SocketRefusalsTest {

    private static final String HEARTBEAT = "{\"type\":\"heartbeat\"}";
    private static final SocketLimits SMALL_QUEUE = new SocketLimits(16_384, 100_000, SlowPolicy.CLOSE, true);

    private SocketNode node;

    @BeforeEach
    void start() throws IOException {
        node = new SocketNode(SocketNode.WIDE, SocketLimits.DEFAULTS);
    }

    private void restart(SessionLimits limits, SocketLimits sockets) throws IOException {
        node.close();
        node = new SocketNode(limits, sockets);
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
    }

    private static void assertBye(RawWebSocket client, CloseCode code, String words) throws IOException {
        JsonNode bye = client.readJson();
        while (!bye.path("type").asText().equals("bye")) {
            bye = client.readJson();
        }
        assertThat(bye.path("code").asInt()).isEqualTo(code.number());
        assertThat(bye.path("reason").asText()).contains(words);
        assertThat(bye.path("by").asText()).isEqualTo("system");
        assertThat(client.read().code()).isEqualTo(code.number());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            {"type":"dance"}                                | the type dance is not known
                                            {"room":"x"}                                    | the field type is missing
                                            {"type":"heartbeat"                             | the frame is not JSON
                                            nonsense                                        | the frame is not JSON
                                            []                                              | the frame is not one JSON object
                                            null                                            | the frame is empty
                                            {"type":"heartbeat"} {}                         | the frame is not one JSON object
                                            {"type":"join"}                                 | the field room is missing
                                            {"type":"join","room":7}                        | the field room has a wrong value
                                            {"type":"join","room":"a","room":"b"}           | the frame is not JSON
                                            {"type":"heartbeat","extra":1}                  | the field extra is not known
                                            {"type":"publish","id":"1","room":"r"}          | the field content is missing
                                            {"type":"send","id":"1","content":1}            | the field to is missing
                                            {"type":"ack","msgId":"1","state":"sent"}       | the field state has a wrong value
                                            {"type":"ack","msgId":"1","state":"eaten"}      | the field state has a wrong value
                                            {"type":"resume"}                               | the field token is missing
                                            """)
    void whatIsNotAFrameIsAnsweredWithWhatIsWrong(String frame, String words) throws IOException {
        RawWebSocket client = node.client().text(frame);
        assertBye(client, CloseCode.BAD_FRAME, words);
        await().untilAsserted(() -> assertThat(node.node.index.count()).isZero());
        assertThat(node.client().text(HEARTBEAT).readJson().path("type").asText()).isEqualTo("pong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-WebSocket-Protocol: gatehouse.v1, bearer.ann.s9", "Authorization: Bearer ann.s9"})
    void tokenComesAsSubprotocolOrHeader(String header) throws IOException {
        try (RawWebSocket client = RawWebSocket.open(node.uri(), "/ws", header)) {
            assertThat(client.answer()).startsWith("HTTP/1.1 101");
            assertThat(client.readJson().path("sid").asText()).isEqualTo("s9");
        }
    }

    @Test
    void tokenComesInTheAddressOnlyWhereNeitherSubprotocolNorHeaderBearsOne() throws IOException {
        try (RawWebSocket client = RawWebSocket.open(node.uri(), "/ws?token=ann.s9")) {
            assertThat(client.readJson().path("sid").asText()).isEqualTo("s9");
        }
        try (RawWebSocket client = RawWebSocket.open(node.uri(), "/ws?token=ann.s9", "Authorization: Bearer bob.s8")) {
            assertThat(client.readJson().path("sid").asText()).isEqualTo("s8");
        }
        try (RawWebSocket client = RawWebSocket.open(node.uri(), "/ws?other=1")) {
            assertThat(client.answer()).startsWith("HTTP/1.1 401").contains("application/problem+json");
        }
        try (RawWebSocket client = RawWebSocket.open(node.uri(), "/ws?token=nonsense")) {
            assertThat(client.answer()).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void userIsTooFastWithAllItsSocketsTogether() throws IOException {
        restart(new SessionLimits(Duration.ofSeconds(60), 3, 10, 100, 10, Elsewhere.ALLOW), SocketLimits.DEFAULTS);
        RawWebSocket one = node.clientOf("ann");
        RawWebSocket two = node.clientOf("ann");
        RawWebSocket other = node.clientOf("bob");
        for (int i = 0; i < 5; i++) {
            assertThat(one.text(HEARTBEAT).readJson().path("type").asText()).isEqualTo("pong");
            assertThat(two.text(HEARTBEAT).readJson().path("type").asText()).isEqualTo("pong");
        }
        assertBye(two.text(HEARTBEAT), CloseCode.TOO_FAST, "more than 10 messages of one user in 10 seconds");
        assertThat(other.text(HEARTBEAT).readJson().path("type").asText()).isEqualTo("pong");
    }

    @Test
    void addressIsTooFastWithAllItsUsersTogether() throws IOException {
        restart(new SessionLimits(Duration.ofSeconds(60), 3, 10, 100, 100, Elsewhere.ALLOW, 4), SocketLimits.DEFAULTS);
        RawWebSocket one = node.clientOf("ann");
        RawWebSocket two = node.clientOf("bob");
        for (int i = 0; i < 2; i++) {
            assertThat(one.text(HEARTBEAT).readJson().path("type").asText()).isEqualTo("pong");
            assertThat(two.text(HEARTBEAT).readJson().path("type").asText()).isEqualTo("pong");
        }
        assertBye(one.text(HEARTBEAT), CloseCode.TOO_FAST, "more than 4 messages from one address in 10 seconds");
    }

    @Test
    void pingsCountAsMessages() throws IOException {
        restart(new SessionLimits(Duration.ofSeconds(60), 3, 10, 100, 3, Elsewhere.ALLOW), SocketLimits.DEFAULTS);
        RawWebSocket client = node.client();
        for (int i = 0; i < 4; i++) {
            client.frame(RawWebSocket.FIN | RawWebSocket.PING, new byte[0]);
        }
        assertThat(client.readClose().code()).isEqualTo(CloseCode.TOO_FAST.number());
    }

    @Test
    void countsOfWhoIsGoneAreForgotten() {
        MessageRates rates = new MessageRates();
        MessageRates.Lease first = rates.lease("ann", "10.0.0.1");
        MessageRates.Lease second = rates.lease("ann", "10.0.0.2");
        assertThat(first.user()).isSameAs(second.user());
        first.user().count(1_000);
        first.release();
        rates.forget(2_000);
        assertThat(rates.size()).isEqualTo(2);
        second.release();
        rates.forget(2_000);
        assertThat(rates.size()).as("who comes back does not begin anew").isEqualTo(1);
        assertThat(rates.lease("ann", "10.0.0.1").user().count(3_000)).isEqualTo(2);
    }

    @Test
    void slowReaderIsClosedAndTheOthersAreNotDelayed() throws IOException {
        restart(SocketNode.WIDE, SMALL_QUEUE);
        node.clientOf("slow");
        RawWebSocket quick = node.clientOf("quick");
        LocalSession slow = local("slow");
        LocalSession fast = local("quick");
        SharedFrame frame = message(Qos.AT_LEAST_ONCE);

        int sent = 0;
        while (node.node.service.count() == 2 && sent < 20_000) {
            slow.send(frame);
            fast.send(frame);
            sent++;
            assertThat(quick.readJson().path("type").asText()).isEqualTo("message");
        }
        await().untilAsserted(() -> assertThat(node.node.service.count()).isEqualTo(1));

        assertThat(quick.text(HEARTBEAT).readJson().path("type").asText()).isEqualTo("pong");
        assertThat(slow.queuedBytes()).isLessThan(SMALL_QUEUE.maxQueuedBytes());
    }

    @Test
    void slowReaderLosesWhatNeedNotArriveAndStays() throws IOException {
        restart(SocketNode.WIDE, new SocketLimits(16_384, 100_000, SlowPolicy.DROP, true));
        RawWebSocket client = node.clientOf("slow");
        LocalSession slow = local("slow");
        SharedFrame frame = message(Qos.AT_MOST_ONCE);

        for (int sent = 0; sent < 20_000 && node.node.service.meter().dropped() < 100; sent++) {
            slow.send(frame);
        }
        assertThat(node.node.service.meter().dropped()).isGreaterThanOrEqualTo(100);
        assertThat(node.node.service.count()).isEqualTo(1);
        client.text(HEARTBEAT);
        JsonNode answer = client.readJson();
        while (answer.path("type").asText().equals("message")) {
            answer = client.readJson();
        }
        assertThat(answer.path("type").asText()).isEqualTo("pong");
    }

    @Test
    void slowReaderIsClosedWhereNothingMayBeDropped() throws IOException {
        restart(SocketNode.WIDE, new SocketLimits(16_384, 100_000, SlowPolicy.DROP, true));
        RawWebSocket client = node.clientOf("slow");
        LocalSession slow = local("slow");
        SharedFrame frame = message(Qos.AT_LEAST_ONCE);
        for (int sent = 0; sent < 20_000 && node.node.service.count() == 1; sent++) {
            slow.send(frame);
        }
        assertBye(client, CloseCode.TOO_SLOW, "too slow");
    }

    @Test
    void limitsOfAUserRefuseTheUpgradeWithTheWayToTryAgain() throws IOException {
        restart(new SessionLimits(Duration.ofSeconds(7), 3, 1, 100, 100, Elsewhere.ALLOW), SocketLimits.DEFAULTS);
        node.clientOf("ann");
        try (RawWebSocket second = RawWebSocket.open(node.uri(), "/ws", "Authorization: Bearer ann.s77")) {
            assertThat(second.answer()).startsWith("HTTP/1.1 429").contains("Retry-After: 7");
        }
        assertThatThrownBy(() -> node.clientOf("ann")).isInstanceOf(IOException.class);
    }

    private LocalSession local(String username) {
        return node.node.service.locals().stream().filter(local -> local.session().username().equals(username))
                .findFirst().orElseThrow();
    }

    private static SharedFrame message(Qos qos) {
        return new SharedFrame(new ServerFrame.Message("m1", "u1", "ann", null, "room",
                TextNode.valueOf("x".repeat(8_000)), Instant.EPOCH, qos));
    }
}
