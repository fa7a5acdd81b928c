package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.RedisFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Doors that too many wrong passwords shut. */
class LoginLocksTest {

    private static final String PASSWORD = "open sesame";

    @TempDir
    private Path folder;

    private static void create(Api admin, String name) {
        Api.Answer created = admin.post("/api/v1/users", Map.of("username", name, "password", PASSWORD));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
    }

    private static List<Api.Answer> allAtOnce(List<Callable<Api.Answer>> calls) throws Exception {
        List<Api.Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Api.Answer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    private static void assertAudited(Api admin, String action, String resource) {
        await().untilAsserted(
                () -> assertThat(admin.get("/api/v1/audit?action=" + action + "&resource=" + resource).json()
                        .get("items")).hasSize(1));
    }

    @Test
    void twoHundredWrongLoginsAtOnceCountTwoHundredAndTheOthersPass() throws Exception {
        try (RedisFixture redis = RedisFixture.start();
                GatehouseServer node = TestNodes.start(folder,
                        Map.of("redis.uri", redis.uri(), "request.deadline", "30s"))) {
            Api admin = TestNodes.admin(node);
            Api guest = new Api(node.uri());
            create(admin, "ann");
            List<Callable<Api.Answer>> wrong = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                wrong.add(() -> guest.login("Ann", "guess"));
            }
            List<Callable<Api.Answer>> right = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String name = "other" + i;
                create(admin, name);
                for (int turn = 0; turn < 4; turn++) {
                    right.add(() -> guest.login(name, PASSWORD));
                }
            }

            List<Api.Answer> answers;
            try (ExecutorService storm = Executors.newSingleThreadExecutor()) {
                Future<List<Api.Answer>> refused = storm.submit(() -> allAtOnce(wrong));
                assertThat(allAtOnce(right)).extracting(Api.Answer::status).containsOnly(200);
                answers = refused.get();
            }

            assertThat(answers).extracting(Api.Answer::code).containsOnly("bad-credentials", "locked");
            assertThat(answers).filteredOn(answer -> answer.status() == 401).hasSize(10);
            JsonNode lock = admin.get("/api/v1/locks").json().get("items").get(0);
            assertThat(lock.get("kind").asText()).isEqualTo("account");
            assertThat(lock.get("name").asText()).isEqualTo("ann");
            assertThat(lock.get("failures").asLong()).isEqualTo(200);

            Api.Answer locked = guest.login("ann", PASSWORD);
            assertThat(locked.status()).isEqualTo(429);
            assertThat(locked.code()).isEqualTo("locked");
            assertThat(Long.parseLong(String.valueOf(locked.header("Retry-After")))).isBetween(800L, 900L);

            String subject = lock.get("subject").asText();
            assertAudited(admin, "auth.locked", "lock/account/" + subject);
            assertThat(new Api(node.uri()).signedIn("other1", PASSWORD).delete("/api/v1/locks/account/" + subject)
                    .status()).isEqualTo(403);
            Api.Answer lifted = admin.delete("/api/v1/locks/account/" + subject);
            assertThat(lifted.status()).as(lifted.text()).isEqualTo(200);
            assertThat(lifted.json().get("receipt").get("topic").asText()).isNotEmpty();
            assertAudited(admin, "auth.lock-lifted", "lock/account/" + subject);
            assertThat(admin.delete("/api/v1/locks/account/" + subject).status()).isEqualTo(404);
            assertThat(guest.login("ann", PASSWORD).status()).isEqualTo(200);
            assertThat(admin.get("/api/v1/locks").json().get("items")).isEmpty();
        }
    }

    @Test
    void aNameThatNobodyHasIsTreatedAsOneThatSomebodyHas() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder, Map.of("auth.lock.account-failures", "3"))) {
            Api admin = TestNodes.admin(node);
            create(admin, "ann");
            Api guest = new Api(node.uri());

            List<String> known = new ArrayList<>();
            List<String> unknown = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                known.add(withoutTrace(guest.login("ann", "guess")));
                unknown.add(withoutTrace(guest.login("nobody", "guess")));
            }

            assertThat(unknown).isEqualTo(known).anyMatch(text -> text.contains("locked"));
        }
    }

    private static String withoutTrace(Api.Answer answer) {
        return answer.status() + answer.text().replaceAll("\"traceId\":\"[^\"]*\"", "");
    }

    @Test
    void anAddressIsShutByItsFailuresAndNeverByWhoComesInFromIt() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder, Map.of("auth.lock.ip-failures", "5"))) {
            Api admin = TestNodes.admin(node);
            create(admin, "ann");
            Api guest = new Api(node.uri());
            List<Callable<Api.Answer>> right = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                right.add(() -> guest.login("ann", PASSWORD));
            }
            for (int i = 0; i < 4; i++) {
                assertThat(guest.login("nobody" + i, "guess").status()).isEqualTo(401);
            }

            assertThat(allAtOnce(right)).extracting(Api.Answer::status).containsOnly(200);
            assertThat(guest.login("nobody4", "guess").status()).isEqualTo(401);

            assertThat(guest.login("ann", PASSWORD).code()).isEqualTo("locked");
            assertThat(admin.get("/api/v1/locks").json().get("items").get(0).get("subject").asText())
                    .isEqualTo("127.0.0.1");
            assertThat(admin.delete("/api/v1/locks/ip/127.0.0.1").status()).isEqualTo(200);
            assertThat(guest.login("ann", PASSWORD).status()).isEqualTo(200);
        }
    }

    @Test
    void aRightPasswordClearsTheCount() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder, Map.of("auth.lock.account-failures", "3"))) {
            create(TestNodes.admin(node), "ann");
            Api guest = new Api(node.uri());
            for (int round = 0; round < 3; round++) {
                guest.login("ann", "guess");
                guest.login("ann", "guess");
                assertThat(guest.login("ann", PASSWORD).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void guessesAtOnesOwnPasswordCountAsWell() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder, Map.of("auth.lock.account-failures", "3"))) {
            create(TestNodes.admin(node), "ann");
            Api ann = new Api(node.uri()).signedIn("ann", PASSWORD);
            Map<String, String> guess = Map.of("currentPassword", "guess", "newPassword", "another password");
            for (int i = 0; i < 3; i++) {
                assertThat(ann.post("/api/v1/me/password", guess).status()).isEqualTo(422);
            }

            assertThat(ann.post("/api/v1/me/password", guess).code()).isEqualTo("locked");
        }
    }

    @Test
    void moreLoginsThanCanBeHashedAreTurnedAwayAtOnce() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder,
                Map.of("auth.lock.ip-failures", "1000000", "auth.hashing-threads", "1"))) {
            TestNodes.admin(node);
            Api guest = new Api(node.uri());
            List<Callable<Api.Answer>> storm = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                String name = "nobody" + i;
                storm.add(() -> guest.login(name, "guess"));
            }

            List<Api.Answer> answers = allAtOnce(storm);

            assertThat(answers).extracting(Api.Answer::status).containsOnly(401, 429);
            assertThat(answers).filteredOn(answer -> answer.status() == 429).isNotEmpty()
                    .allMatch(answer -> answer.code().equals("busy") && answer.header("Retry-After") != null);
        }
    }
}
