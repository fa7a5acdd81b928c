package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.MachinesExchange.SessionKey;
import dev.gatehouse.model.machine.CallText;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.KafkaFixture;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.fixture.TestMachine;
import dev.gatehouse.server.fixture.TestMachine.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Signed calls to two nodes that share one Redis and one Kafka, both real. */
class SignedCallTest {

    private static final String TARGET = "/api/v1/routes/probe?a=1&b=%41";
    private static final String BODY = "{\"method\":\"GET\",\"path\":\"/orders\",\"host\":\"h\"}";

    @TempDir
    private static Path folder;

    private static KafkaFixture kafka;
    private static RedisFixture redis;
    private static GatehouseServer nodeA;
    private static GatehouseServer nodeB;
    private static Api admin;
    private static Api toA;
    private static Api toB;
    private static TestMachine machine;
    private static SessionKey session;
    private static SessionKey othersSession;

    @BeforeAll
    static void start() throws Exception {
        kafka = KafkaFixture.started(folder.resolve("kafka"));
        redis = RedisFixture.start();
        nodeA = node("a");
        nodeB = node("b");
        admin = TestNodes.admin(nodeA);
        toA = new Api(nodeA.uri());
        toB = new Api(nodeB.uri());
        machine = TestMachine.registered(admin, "billing", "operator");
        session = machine.session(toA);
        othersSession = TestMachine.registered(admin, "shipping", "viewer").session(toA);
        await().untilAsserted(() -> assertThat(signed().sendTo(toB).status()).isEqualTo(200));
    }

    private static GatehouseServer node(String id) throws ConfigException, StartException {
        return TestNodes.start(folder.resolve(id), Map.of("node.id", id, "redis.uri", redis.uri(), "kafka.bootstrap",
                kafka.bootstrap()));
    }

    @AfterAll
    static void stop() {
        nodeB.close();
        nodeA.close();
        redis.close();
        kafka.close();
    }

    private static Call signed() {
        return signed(session, Instant.now());
    }

    private static Call signed(SessionKey by, Instant at) {
        return TestMachine.call(by, "POST", TARGET, BODY, at);
    }

    private static void assertRefused(Api.Answer answer, int status, String code) {
        assertThat(answer.code()).as(answer.text()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void signedCallIsGoodOnEveryNodeAndIsTheMachines() {
        assertThat(signed().sendTo(toA).status()).isEqualTo(200);
        assertThat(signed().sendTo(toB).status()).isEqualTo(200);
        Api.Answer made = TestMachine.call(session, "POST", "/api/v1/routes", """
                                                                              {"method": "GET", "host": "*",
                                                                               "path": "/by-machine",
                                                                               "permission": "public",
                                                                               "upstreams": ["http://127.0.0.1:9"],
                                                                               "enabled": true}
                                                                              """, Instant.now()).sendTo(toB);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        await().untilAsserted(() -> assertThat(admin.get("/api/v1/audit?action=route.create").text())
                .contains("machine/billing"));
    }

    @Test
    void machineMayDoWhatItsRoleMay() {
        assertThat(TestMachine.call(othersSession, "GET", "/api/v1/users", null, Instant.now()).sendTo(toA).status())
                .isEqualTo(200);
        assertRefused(TestMachine.call(othersSession, "POST", "/api/v1/users", "{}", Instant.now()).sendTo(toA), 403,
                "forbidden");
        assertRefused(TestMachine.call(session, "DELETE", "/api/v1/machines/" + machine.id(), null, Instant.now())
                .sendTo(toA), 403, "forbidden");
        assertRefused(TestMachine.call(session, "POST", "/api/v1/auth/logout", null, Instant.now()).sendTo(toA), 403,
                "forbidden");
    }

    private static Arguments spoiled(String how, UnaryOperator<Call> spoil) {
        return Arguments.of(how, spoil);
    }

    /** A character of a header's value is another one. */
    private static UnaryOperator<Call> bent(String header, int at) {
        return call -> {
            StringBuilder value = new StringBuilder(call.header(header));
            int index = at < 0 ? value.length() + at : at;
            value.setCharAt(index, value.charAt(index) == '1' ? '2' : '1');
            return call.withHeader(header, value.toString());
        };
    }

    static Stream<Arguments> spoils() {
        List<Arguments> all = new ArrayList<>();
        for (String header : List.of(CallText.KEY, CallText.TIMESTAMP, CallText.NONCE, CallText.SIGNATURE)) {
            all.add(spoiled("no " + header, call -> call.withHeader(header, null)));
            all.add(spoiled("the first character of " + header, bent(header, 0)));
            all.add(spoiled("the last but one character of " + header, bent(header, -2)));
            all.add(spoiled("more after " + header, call -> call.withHeader(header, call.header(header) + "0")));
        }
        all.add(spoiled("another case of the key", call -> call.withHeader(CallText.KEY,
                call.header(CallText.KEY).toLowerCase(Locale.ROOT))));
        all.add(spoiled("another case of the signature", call -> call.withHeader(CallText.SIGNATURE,
                call.header(CallText.SIGNATURE).toUpperCase(Locale.ROOT))));
        all.add(spoiled("another method", call -> call.withMethod("PUT").withTarget("/api/v1/routes/probe")));
        all.add(spoiled("another path", call -> call.withTarget("/api/v1/routes/lint?a=1&b=%41")));
        all.add(spoiled("another case of the path", call -> call.withTarget("/api/v1/routes/probe?a=1&B=%41")));
        all.add(spoiled("another order of the query", call -> call.withTarget("/api/v1/routes/probe?b=%41&a=1")));
        all.add(spoiled("no query", call -> call.withTarget("/api/v1/routes/probe")));
        all.add(spoiled("more query", call -> call.withTarget(TARGET + "&c=2")));
        all.add(spoiled("the query in another spelling", call -> call.withTarget("/api/v1/routes/probe?a=1&b=A")));
        all.add(spoiled("another byte in the body", call -> call.withBody(BODY.replace("orders", "orderS"))));
        all.add(spoiled("a blank more in the body", call -> call.withBody(BODY + " ")));
        all.add(spoiled("no body", call -> call.withBody("")));
        all.add(spoiled("an If-Match that was not signed", call -> call.withHeader("If-Match", "1")));
        all.add(spoiled("another machine's key", call -> call.withHeader(CallText.KEY, othersSession.keyId())));
        return all.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoils")
    void callThatIsNotAsItWasSignedIsRefused(String how, UnaryOperator<Call> spoil) {
        Call call = signed();

        for (Api node : List.of(toA, toB)) {
            Api.Answer answer = spoil.apply(call).sendTo(node);
            assertThat(answer.status()).as(answer.text()).isEqualTo(401);
            assertThat(answer.code()).isIn("signature-invalid", "handshake-needed", "not-authenticated",
                    "signature-expired");
        }
        assertThat(call.sendTo(toB).status()).as("what was refused has used up no nonce").isEqualTo(200);
    }

    @Test
    void replayIsRefusedOnEveryNode() {
        Call call = signed();
        assertThat(call.sendTo(toA).status()).isEqualTo(200);

        assertRefused(call.sendTo(toA), 401, "replayed");
        assertRefused(call.sendTo(toB), 401, "replayed");
        await().untilAsserted(() -> assertThat(admin.get("/api/v1/audit?action=machine.call").text())
                .contains("replayed").contains("machine/billing"));
    }

    @Test
    void ofManyAtTheSameTimeOneIsTaken() throws Exception {
        Call call = signed();
        int taken = 0;
        try (ExecutorService many = Executors.newFixedThreadPool(10)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Api node = i % 2 == 0 ? toA : toB;
                answers.add(many.submit(() -> call.sendTo(node).status()));
            }
            for (Future<Integer> answer : answers) {
                taken += answer.get() == 200 ? 1 : 0;
            }
        }
        assertThat(taken).isEqualTo(1);
    }

    @Test
    void timestampMustBeWithinFiveMinutes() {
        Instant now = Instant.now();

        assertThat(signed(session, now.minus(Duration.ofSeconds(290))).sendTo(toA).status()).isEqualTo(200);
        assertThat(signed(session, now.plus(Duration.ofSeconds(290))).sendTo(toB).status()).isEqualTo(200);
        assertRefused(signed(session, now.minus(Duration.ofSeconds(310))).sendTo(toA), 401, "signature-expired");
        assertRefused(signed(session, now.plus(Duration.ofSeconds(310))).sendTo(toB), 401, "signature-expired");
        assertRefused(signed().withHeader(CallText.TIMESTAMP, "yesterday").sendTo(toA), 401, "signature-invalid");
        assertRefused(signed().withHeader(CallText.TIMESTAMP, Long.toString(Long.MIN_VALUE)).sendTo(toA), 401,
                "signature-invalid");
    }

    @Test
    void signedWithAnotherMachinesSecretIsRefused() {
        SessionKey mixed = new SessionKey(session.keyId(), othersSession.secret(), session.expiresAt());

        assertRefused(signed(mixed, Instant.now()).sendTo(toA), 401, "signature-invalid");
    }

    @Test
    void tokenAndSignatureTogetherAreRefused() {
        assertRefused(signed().sendTo(admin), 400, "bad-request");
    }

    @Test
    void bodyThatIsTooLargeIsRefused() {
        assertThat(signed().withBody("x".repeat(2_000_000)).sendTo(toA).status()).isEqualTo(413);
    }

    @Test
    void retiredMachineIsRefusedOnTheOtherNodeToo() {
        TestMachine doomed = TestMachine.registered(admin, "doomed", "viewer");
        SessionKey its = doomed.session(toA);
        await().untilAsserted(() -> assertThat(
                TestMachine.call(its, "GET", "/api/v1/users", null, Instant.now()).sendTo(toB).status())
                .isEqualTo(200));

        assertThat(admin.delete("/api/v1/machines/" + doomed.id()).status()).isEqualTo(200);

        assertRefused(TestMachine.call(its, "GET", "/api/v1/users", null, Instant.now()).sendTo(toA), 403,
                "machine-retired");
        await().atMost(Duration.ofSeconds(1)).untilAsserted(() -> assertRefused(
                TestMachine.call(its, "GET", "/api/v1/users", null, Instant.now()).sendTo(toB), 403,
                "machine-retired"));
    }
}
