package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.KafkaFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators ask for while the log is treated as away, and what becomes of it. */
class IntentsTest {

    private static final String PATH = "/api/v1/intents";
    private static final String PASSWORD = "open sesame";

    @TempDir
    private Path folder;

    private KafkaFixture kafka;
    private GatehouseServer node;
    private Api admin;

    @BeforeEach
    void start() throws Exception {
        kafka = KafkaFixture.started(folder.resolve("kafka"));
        node = TestNodes.start(folder.resolve("node"), Map.of("node.id", "n1", "kafka.bootstrap", kafka.bootstrap(),
                "audit.mask.viewer", "data.after.displayName"));
        admin = TestNodes.admin(node);
    }

    @AfterEach
    void stop() {
        node.close();
        kafka.close();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(100));
    }

    private JsonNode user(String name) {
        Api.Answer made = admin.post("/api/v1/users", Map.of("username", name, "password", PASSWORD));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json();
    }

    private void shutKafka() {
        Api.Answer begun = admin.post("/api/v1/rehearsal", Map.of("dependency", "kafka", "seconds", 60));
        assertThat(begun.status()).as(begun.text()).isEqualTo(200);
    }

    private void openKafka() {
        assertThat(admin.delete("/api/v1/rehearsal").status()).isEqualTo(200);
    }

    private JsonNode kept(Map<String, Object> request) {
        Api.Answer answer = admin.post(PATH, request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static Map<String, Object> edit(JsonNode user, String displayName) {
        return Map.of("kind", "user.update", "target", user.get("id").asText(), "version",
                user.get("version").asLong(), "body", Map.of("displayName", displayName));
    }

    private JsonNode intent(String id) {
        for (JsonNode item : admin.get(PATH).json().get("items")) {
            if (item.get("id").asText().equals(id)) {
                return item;
            }
        }
        throw new AssertionError("No intent " + id);
    }

    private void awaitState(JsonNode intent, String state) {
        String id = intent.get("id").asText();
        soon().untilAsserted(() -> assertThat(intent(id).get("state").asText()).as(intent(id).toString())
                .isEqualTo(state));
    }

    private JsonNode now(JsonNode user) {
        return admin.get("/api/v1/users/" + user.get("id").asText()).json();
    }

    @Test
    void whatIsKeptIsSubmittedInOrderWhenTheLogIsBack() {
        JsonNode ann = user("ann");
        admin.post("/api/v1/users", Map.of("username", "vic", "password", PASSWORD, "roles", List.of("viewer")));
        Api viewer = new Api(node.uri()).signedIn("vic", PASSWORD);
        shutKafka();
        assertThat(admin.post("/api/v1/users", Map.of("username", "eve", "password", PASSWORD)).code())
                .isEqualTo("log-unavailable");

        JsonNode edit = kept(edit(ann, "Ann"));
        JsonNode create = kept(Map.of("kind", "user.create", "body", Map.of("username", "bob", "password", PASSWORD)));
        JsonNode route = kept(Map.of("kind", "route.create", "body",
                Map.of("path", "/kept", "upstreams", List.of("http://127.0.0.1:9"))));

        assertThat(edit.get("state").asText()).isEqualTo("waiting");
        assertThat(viewer.get(PATH).json().get("items")).hasSize(3)
                .allSatisfy(item -> assertThat(item.has("body") || item.has("base")).as(item.toString()).isFalse());
        assertThat(intent(edit.get("id").asText()).at("/body/displayName").asText()).isEqualTo("Ann");
        assertThat(create.get("body").has("password")).isFalse();
        assertThat(now(ann).has("displayName")).isFalse();
        JsonNode health = admin.get("/api/v1/health").json();
        assertThat(health.get("dependencies").get(1).get("queues").get("changes waiting").asLong()).isEqualTo(3);
        assertThat(health.get("rehearsals").get(0).get("dependency").asText()).isEqualTo("kafka");

        openKafka();

        awaitState(edit, "done");
        awaitState(create, "done");
        awaitState(route, "done");
        assertThat(now(ann).get("displayName").asText()).isEqualTo("Ann");
        assertThat(new Api(node.uri()).login("bob", PASSWORD).status()).isEqualTo(200);
        soon().untilAsserted(() -> {
            JsonNode found = admin.get("/api/v1/audit?action=user.update&resource=user/" + ann.get("id").asText())
                    .json().get("items");
            assertThat(found).hasSize(1);
            JsonNode data = found.get(0).get("event").get("data");
            assertThat(data.get("intent").get("id")).isEqualTo(edit.get("id"));
            assertThat(data.get("intent").get("madeAt")).isEqualTo(edit.get("madeAt"));
        });
    }

    @Test
    void anEditUponAnEditThatWaitsGoesWithIt() {
        JsonNode ann = user("ann");
        shutKafka();
        JsonNode first = kept(edit(ann, "Ann"));
        Map<String, Object> second = new HashMap<>(edit(ann, "Anna"));
        second.put("body", Map.of("email", "ann@example.com"));
        assertThat(kept(second).get("id")).isEqualTo(first.get("id"));

        openKafka();

        awaitState(first, "done");
        assertThat(now(ann).get("displayName").asText()).isEqualTo("Ann");
        assertThat(now(ann).get("email").asText()).isEqualTo("ann@example.com");
        assertThat(now(ann).get("version").asLong()).isEqualTo(2);
    }

    @Test
    void aChangeThatMetAnotherShowsTheirsAndIsMergedByItsAuthor() {
        JsonNode ann = user("ann");
        String path = "/api/v1/users/" + ann.get("id").asText();
        JsonNode stale = ann;
        assertThat(admin.send("PATCH", path, Api.json(Map.of("displayName", "Theirs")), Map.of("If-Match", "1"))
                .status()).isEqualTo(200);

        JsonNode intent = kept(edit(stale, "Yours"));

        awaitState(intent, "conflict");
        JsonNode conflict = intent(intent.get("id").asText());
        assertThat(conflict.get("theirs").get("displayName").asText()).isEqualTo("Theirs");
        assertThat(conflict.get("body").get("displayName").asText()).isEqualTo("Yours");
        Api.Answer merged = admin.send("PUT", PATH + "/" + intent.get("id").asText(),
                Api.json(Map.of("version", 2, "body", Map.of("displayName", "Merged"))), Map.of());
        assertThat(merged.status()).as(merged.text()).isEqualTo(200);
        awaitState(intent, "done");
        assertThat(now(ann).get("displayName").asText()).isEqualTo("Merged");
    }

    @Test
    void whatDestroysWaitsForAClick() {
        JsonNode ann = user("ann");
        JsonNode bob = user("bob");
        shutKafka();
        JsonNode deletion = kept(Map.of("kind", "user.delete", "target", ann.get("id").asText(), "version", 1));
        JsonNode edit = kept(edit(bob, "Bob"));
        assertThat(deletion.get("state").asText()).isEqualTo("held");
        Api.Answer tooEarly = admin.post(PATH + "/" + deletion.get("id").asText() + "/submit", Map.of());
        assertThat(tooEarly.code()).as(tooEarly.text()).isEqualTo("log-unavailable");
        openKafka();
        awaitState(edit, "done");
        assertThat(intent(deletion.get("id").asText()).get("state").asText()).isEqualTo("held");
        assertThat(now(ann).get("username").asText()).isEqualTo("ann");

        Api.Answer clicked = admin.post(PATH + "/" + deletion.get("id").asText() + "/submit", Map.of());

        assertThat(clicked.json().get("state").asText()).as(clicked.text()).isEqualTo("done");
        assertThat(admin.get("/api/v1/users/" + ann.get("id").asText()).status()).isEqualTo(404);
    }

    @Test
    void sameIdHandedInAgainTakesEffectOnce() {
        JsonNode ann = user("ann");
        Map<String, Object> request = new HashMap<>(edit(ann, "Ann"));
        request.put("id", "01J00000000000000000000000");
        request.put("madeAt", Instant.now().minusSeconds(600).toString());

        JsonNode first = kept(request);
        awaitState(first, "done");
        JsonNode again = kept(request);

        assertThat(again.get("state").asText()).isEqualTo("done");
        assertThat(now(ann).get("version").asLong()).isEqualTo(2);
    }

    @Test
    void whatIsTooOldIsNotSubmitted() {
        JsonNode ann = user("ann");
        Map<String, Object> request = new HashMap<>(edit(ann, "Ann"));
        request.put("madeAt", Instant.now().minus(Duration.ofHours(25)).toString());

        JsonNode old = kept(request);

        awaitState(old, "expired");
        assertThat(now(ann).has("displayName")).isFalse();
        assertThat(admin.delete(PATH + "/" + old.get("id").asText()).json().get("state").asText())
                .isEqualTo("dropped");
    }

    @Test
    void onlyItsAuthorDecidesAboutAnIntent() {
        JsonNode ann = user("ann");
        assertThat(admin.post("/api/v1/users",
                Map.of("username", "olga", "password", PASSWORD, "roles", List.of("operator"))).status())
                .isEqualTo(201);
        shutKafka();
        JsonNode mine = kept(edit(ann, "Ann"));
        Api olga = new Api(node.uri()).signedIn("olga", PASSWORD);

        assertThat(olga.delete(PATH + "/" + mine.get("id").asText()).code()).isEqualTo("forbidden");
        assertThat(olga.post(PATH, Map.of("kind", "user.delete", "target",
                admin.get("/api/v1/me").json().get("id").asText(), "version", 1)).code())
                .isEqualTo("forbidden");
    }
}
