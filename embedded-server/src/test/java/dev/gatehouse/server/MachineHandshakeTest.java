package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.MachinesExchange.SessionKey;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.SettableClock;
import dev.gatehouse.server.fixture.TestMachine;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Machines on a node of its own, whose clock can be moved. */
class MachineHandshakeTest {

    private static final String PATH = "/api/v1/machines";

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock();
    private GatehouseServer node;
    private Api anybody;
    private Api admin;

    @BeforeEach
    void start() throws Exception {
        node = GatehouseServer.start(TestNodes.config(folder, Map.of()), clock);
        anybody = new Api(node.uri());
        admin = TestNodes.admin(node);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private TestMachine machine(String name) {
        return TestMachine.registered(admin, name, "operator");
    }

    /** Moves the clock so far that the administrator must sign in again. */
    private void later(Duration by) throws StartException {
        clock.move(by);
        admin = TestNodes.admin(node);
    }

    private Api.Answer call(SessionKey session) {
        return TestMachine.call(session, "GET", "/api/v1/me", null, clock.instant()).sendTo(anybody);
    }

    private Stream<JsonNode> audit(String action) {
        return StreamSupport.stream(admin.get("/api/v1/audit?limit=200&action=" + action).json().path("items")
                .spliterator(), false).map(item -> item.path("event").path("data"));
    }

    private static void assertRefused(Api.Answer answer, int status, String code) {
        assertThat(answer.code()).as(answer.text()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void handshakeOpensASessionThatIsTheMachines() {
        TestMachine machine = machine("billing");

        Api.Answer answer = machine.handshake(anybody);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode me = call(machine.session(anybody)).json();
        assertThat(me.path("username").asText()).isEqualTo("machine/billing");
        assertThat(me.path("roles").get(0).asText()).isEqualTo("operator");
        await().untilAsserted(() -> assertThat(audit("machine.handshake"))
                .anyMatch(data -> data.path("actor").path("name").asText().equals("machine/billing")
                        && data.path("outcome").asText().equals("accepted")));
        await().untilAsserted(() -> assertThat(audit("machine.register")).isNotEmpty());
        assertThat(admin.get("/api/v1/audit?limit=200").text()).doesNotContain(answer.json().path("secret").asText())
                .doesNotContain(answer.json().path("keyId").asText());
    }

    @Test
    void challengeIsGoodForOneTryOfOneMachineWithinItsTime() {
        TestMachine machine = machine("billing");
        TestMachine other = machine("shipping");
        String used = machine.challenge(anybody);
        assertThat(machine.handshake(anybody, used, "gatehouse").status()).isEqualTo(200);

        assertRefused(machine.handshake(anybody, used, "gatehouse"), 401, "challenge-expired");
        assertRefused(other.handshake(anybody, machine.challenge(anybody), "gatehouse"), 401, "challenge-expired");
        String old = machine.challenge(anybody);
        clock.move(Duration.ofSeconds(31));
        assertRefused(machine.handshake(anybody, old, "gatehouse"), 401, "challenge-expired");
    }

    @Test
    void signatureForAnotherFleetOrByAnotherKeyIsRefused() {
        TestMachine machine = machine("billing");
        TestMachine impostor = new TestMachine(machine.id(), TestMachine.newKeys());

        assertRefused(machine.handshake(anybody, machine.challenge(anybody), "elsewhere"), 401, "signature-invalid");
        assertRefused(impostor.handshake(anybody), 401, "signature-invalid");
        assertRefused(new TestMachine("01NOBODY", TestMachine.newKeys()).handshake(anybody), 401,
                "signature-invalid");
    }

    @Test
    void fifthFailureShutsTheAddressOutForTenMinutes() throws Exception {
        TestMachine machine = machine("billing");
        TestMachine impostor = new TestMachine(machine.id(), TestMachine.newKeys());
        for (int i = 0; i < 5; i++) {
            assertRefused(impostor.handshake(anybody), 401, "signature-invalid");
        }

        Api.Answer locked = machine.handshake(anybody, "any", "gatehouse");

        assertRefused(locked, 429, "locked");
        assertThat(Integer.parseInt(String.valueOf(locked.header("Retry-After")))).isBetween(1, 600);
        assertRefused(anybody.post(PATH + "/challenge", Map.of("machineId", machine.id())), 429, "locked");
        await().untilAsserted(() -> assertThat(audit("machine.lock"))
                .anyMatch(data -> data.path("resource").asText().equals("address/127.0.0.1")));
        assertThat(audit("machine.handshake").filter(data -> data.path("outcome").asText().equals("refused")))
                .hasSize(5);
        later(Duration.ofMinutes(10));
        assertThat(machine.handshake(anybody).status()).isEqualTo(200);
    }

    @Test
    void addressThatIsShutOutIsListedAndLetInAgain() throws Exception {
        TestMachine machine = machine("billing");
        TestMachine impostor = new TestMachine(machine.id(), TestMachine.newKeys());
        for (int i = 0; i < 5; i++) {
            assertRefused(impostor.handshake(anybody), 401, "signature-invalid");
        }
        JsonNode lock = admin.get("/api/v1/locks").json().get("items").get(0);
        assertThat(lock.get("kind").asText()).isEqualTo("machine");
        assertThat(lock.get("subject").asText()).isEqualTo("127.0.0.1");

        assertThat(admin.delete("/api/v1/locks/machine/127.0.0.1").status()).isEqualTo(200);

        assertThat(machine.handshake(anybody).status()).isEqualTo(200);
        assertThat(admin.get("/api/v1/locks").json().get("items")).isEmpty();
    }

    @Test
    void keyOfMoreThanSevenDaysOpensNoSessionUntilItIsRotated() throws Exception {
        TestMachine machine = machine("billing");
        SessionKey before = machine.session(anybody);
        later(Duration.ofDays(7).plusSeconds(1));

        assertRefused(machine.handshake(anybody), 403, "rotate-key");
        KeyPair next = TestMachine.newKeys();
        Api.Answer rotated = machine.rotate(anybody, next);

        assertThat(rotated.status()).as(rotated.text()).isEqualTo(200);
        assertThat(rotated.json().path("version").asInt()).isEqualTo(2);
        assertThat(new TestMachine(machine.id(), next).handshake(anybody).status()).isEqualTo(200);
        assertRefused(machine.handshake(anybody), 401, "signature-invalid");
        assertRefused(call(before), 401, "handshake-needed");
        await().untilAsserted(() -> assertThat(audit("machine.rotate"))
                .anyMatch(data -> data.path("actor").path("name").asText().equals("machine/billing")));
    }

    @Test
    void rotationEndsTheSessionsOfTheOldKey() {
        TestMachine machine = machine("billing");
        SessionKey session = machine.session(anybody);
        assertThat(call(session).status()).isEqualTo(200);

        assertThat(machine.rotate(anybody, TestMachine.newKeys()).status()).isEqualTo(200);

        assertRefused(call(session), 401, "handshake-needed");
    }

    @Test
    void keyBeyondItsGraceIsSetByAnAdministratorOnly() throws Exception {
        TestMachine machine = machine("billing");
        later(Duration.ofDays(30).plusSeconds(1));
        KeyPair next = TestMachine.newKeys();

        assertRefused(machine.rotate(anybody, next), 403, "rotate-key");
        Api.Answer set = admin.post(PATH + "/" + machine.id() + "/keys",
                Map.of("publicKey", TestMachine.publicKey(next)));

        assertThat(set.status()).as(set.text()).isEqualTo(200);
        assertThat(set.json().path("receipt").path("offset").isNumber()).isTrue();
        assertThat(new TestMachine(machine.id(), next).handshake(anybody).status()).isEqualTo(200);
    }

    @Test
    void rotationNeedsTheOldKeyOrAnAdministrator() {
        TestMachine machine = machine("billing");
        TestMachine other = machine("shipping");
        TestMachine impostor = new TestMachine(machine.id(), TestMachine.newKeys());
        admin.post("/api/v1/users", Map.of("username", "op", "password", "open sesame", "roles", new String[]{
                "operator"}));
        Api operator = anybody.signedIn("op", "open sesame");
        Map<String, String> body = Map.of("publicKey", TestMachine.publicKey(other.keys()));

        assertRefused(impostor.rotate(anybody, TestMachine.newKeys()), 401, "signature-invalid");
        assertRefused(operator.post(PATH + "/" + machine.id() + "/keys", body), 403, "forbidden");
        assertRefused(anybody.post(PATH + "/" + machine.id() + "/keys", body), 422, "invalid");
        assertRefused(anybody.with("nonsense").post(PATH + "/" + machine.id() + "/keys", body), 401,
                "token-invalid");
        assertRefused(operator.post(PATH, Map.of("name", "mine")), 403, "forbidden");
        assertThat(operator.get(PATH).json().path("items")).hasSize(2);
    }

    @Test
    void retiredMachineIsOutAtOnceAndItsNameIsFree() {
        TestMachine machine = machine("billing");
        SessionKey session = machine.session(anybody);

        Api.Answer retired = admin.delete(PATH + "/" + machine.id());

        assertThat(retired.status()).as(retired.text()).isEqualTo(200);
        assertRefused(call(session), 403, "machine-retired");
        assertRefused(machine.handshake(anybody), 403, "machine-retired");
        assertRefused(machine.rotate(anybody, TestMachine.newKeys()), 403, "machine-retired");
        assertRefused(admin.delete(PATH + "/" + machine.id()), 403, "machine-retired");
        assertThat(machine("billing").handshake(anybody).status()).isEqualTo(200);
    }

    static Stream<Arguments> faultyRegistrations() {
        String key = TestMachine.publicKey(TestMachine.newKeys());
        return Stream.of(Arguments.of("no name", Map.of("publicKey", key), "name"),
                Arguments.of("a name with a space", Map.of("name", "a b", "publicKey", key), "name"),
                Arguments.of("a name with a slash", Map.of("name", "a/b", "publicKey", key), "name"),
                Arguments.of("an administrator", Map.of("name", "m1", "role", "admin", "publicKey", key), "role"),
                Arguments.of("no key at all", Map.of("name", "m1", "publicKey", "hello"), "publicKey"),
                Arguments.of("an EC key", Map.of("name", "m1", "publicKey",
                        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEwNkZpC0DVCNtJYmV8gk8yfsJmEUKQ3lpsTQ9jCdMsuxh"
                                + "eOxlLwRZ0bx2ykXS7aOTO0ZCcfBWJKyAVFB3oxAFFA=="),
                        "publicKey"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultyRegistrations")
    void faultyRegistrationNamesTheField(String name, Map<String, String> body, String field) {
        Api.Answer answer = admin.post(PATH, body);

        assertRefused(answer, 422, "invalid");
        assertThat(answer.json().path("errors").get(0).path("field").asText()).isEqualTo(field);
    }

    @Test
    void nameIsTakenWithoutRegardToCaseAndKeysComeAsPemToo() {
        machine("billing");
        String pem = "-----BEGIN PUBLIC KEY-----\n" + TestMachine.publicKey(TestMachine.newKeys())
                + "\n-----END PUBLIC KEY-----\n";

        assertRefused(admin.post(PATH, Map.of("name", "Billing", "publicKey", pem)), 409, "conflict");
        assertThat(admin.post(PATH, Map.of("name", "shipping", "publicKey", pem)).json().path("role").asText())
                .isEqualTo("viewer");
    }
}
