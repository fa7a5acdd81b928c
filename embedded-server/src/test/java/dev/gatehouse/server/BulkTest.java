package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.FleetClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to many users at once, and undone, through a node on its own. */
class BulkTest {

    private static final String PASSWORD = "open sesame";

    @TempDir
    private static Path data;

    private static GatehouseServer server;
    private static Api admin;
    private static Api operator;

    @BeforeAll
    static void start() throws Exception {
        server = TestNodes.start(data, Map.of());
        admin = TestNodes.admin(server);
        created("olga", "operator");
        operator = new Api(server.uri()).signedIn("olga", PASSWORD);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String created(String name, String... roles) {
        Api.Answer answer = admin.post("/api/v1/users", Map.of("username", name, "password", PASSWORD, "roles",
                List.of(roles)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().get("id").asText();
    }

    private static JsonNode user(String id) {
        return admin.get("/api/v1/users/" + id).json();
    }

    private static JsonNode done(Api who, Map<String, ?> request) {
        Api.Answer started = who.post("/api/v1/users/bulk", request);
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        String path = "/api/v1/jobs/" + started.json().get("jobId").asText();
        await().atMost(Duration.ofSeconds(20)).until(() -> admin.get(path).json().has("endedAt"));
        JsonNode job = admin.get(path).json();
        assertThat(job.get("state").asText()).isEqualTo("done");
        return job;
    }

    private static List<String> outcome(JsonNode job) {
        return admin.get("/api/v1/jobs/" + job.get("id").asText() + "/outcome").text().lines().skip(1).toList();
    }

    @Test
    void previewCountsWhoWouldChangeAndWhyOthersAreLeftAlone() {
        String first = created("look-a");
        created("look-b");
        String banned = created("look-c");
        created("look-d", "viewer");
        admin.post("/api/v1/users/" + banned + "/ban", Map.of("reason", "spam"));
        Api signedIn = new Api(server.uri()).signedIn("look-a", PASSWORD);
        try (FleetClient client = FleetClient.online(server.uri(), signedIn.token())) {
            Api.Answer preview = operator.post("/api/v1/users/bulk", Map.of("action", "ban", "reason", "spam",
                    "preview", true, "users", Map.of("q", "look-")));

            assertThat(preview.status()).as(preview.text()).isEqualTo(200);
            assertThat(preview.json().get("matched").asLong()).isEqualTo(4);
            assertThat(preview.json().get("changing").asLong()).isEqualTo(2);
            assertThat(preview.json().get("online").asLong()).isEqualTo(1);
            assertThat(preview.json().get("skipped")).extracting(skip -> skip.get("reason").asText() + " "
                    + skip.get("count").asLong()).containsExactly("Banned already. 1",
                            "Users with a role are changed by administrators only. 1");
            assertThat(preview.json().get("sample")).hasSize(2);
            assertThat(user(first).get("state").asText()).isEqualTo("active");
            assertThat(client.closeCode()).isNull();
        }
        JsonNode oneself = admin.post("/api/v1/users/bulk", Map.of("action", "delete", "preview", true, "users",
                Map.of("role", "admin"))).json();
        assertThat(oneself.get("changing").asLong()).isZero();
        assertThat(oneself.at("/skipped/0/reason").asText()).isEqualTo("That is yourself.");
    }

    @Test
    void manyAreBannedAndUnbannedAndEachLineSaysWhatBecameOfIt() {
        String first = created("many-a");
        String second = created("many-b");
        String viewer = created("many-c", "viewer");
        Api signedIn = new Api(server.uri()).signedIn("many-a", PASSWORD);

        JsonNode banned = done(operator, Map.of("action", "ban", "reason", "spam", "users",
                Map.of("ids", List.of(first, "01ARZ3NDEKTSV4RRFFQ69G5FAV", viewer, second, first))));

        assertThat(banned.get("kind").asText()).isEqualTo("users.ban");
        assertThat(banned.get("title").asText()).isEqualTo("Ban 4 users");
        assertThat(banned.get("failed").asLong()).isZero();
        assertThat(outcome(banned)).containsExactly("1,many-a,banned,", "2,,skipped,There is no such user.",
                "3,many-c,skipped,Users with a role are changed by administrators only.", "4,many-b,banned,");
        assertThat(user(first).at("/ban/reason").asText()).isEqualTo("spam");
        assertThat(user(first).at("/ban/by").asText()).isEqualTo("olga");
        assertThat(signedIn.get("/api/v1/me").status()).isEqualTo(401);

        JsonNode unbanned = done(operator, Map.of("action", "unban", "users", Map.of("q", "many-")));
        assertThat(outcome(unbanned)).extracting(row -> row.split(",", -1)[2]).containsExactly("unbanned", "unbanned",
                "skipped");
        assertThat(user(second).get("state").asText()).isEqualTo("active");
    }

    @Test
    void manyAreSignedOutAndDeleted() {
        String first = created("gone-a");
        String second = created("gone-b", "viewer");
        Api signedIn = new Api(server.uri()).signedIn("gone-a", PASSWORD);

        done(admin, Map.of("action", "logout", "users", Map.of("ids", List.of(first))));
        assertThat(signedIn.get("/api/v1/me").status()).isEqualTo(401);
        JsonNode deleted = done(admin, Map.of("action", "delete", "users", Map.of("q", "gone-", "dormantDays", 1)));

        assertThat(deleted.get("total").asLong()).isLessThanOrEqualTo(2);
        assertThat(admin.get("/api/v1/users/" + second).status()).isEqualTo(404);
    }

    @Test
    void whatMakesNoSenseIsRefusedAtOnce() {
        assertThat(operator.post("/api/v1/users/bulk", Map.of()).json().get("errors")).hasSize(2);
        assertThat(operator.post("/api/v1/users/bulk", Map.of("action", "ban", "users", Map.of("q", "x"))).json()
                .get("errors").get(0).get("field").asText()).isEqualTo("reason");
        assertThat(operator.post("/api/v1/users/bulk", Map.of("action", "unban", "users", Map.of())).status())
                .isEqualTo(422);
        assertThat(operator.post("/api/v1/users/bulk", Map.of("action", "unban", "users", Map.of("q", "nobody-like")))
                .status()).isEqualTo(422);
        assertThat(data.resolve("jobs")).satisfiesAnyOf(folder -> assertThat(folder).doesNotExist(),
                folder -> assertThat(folder).isEmptyDirectory());
        assertThat(new Api(server.uri()).post("/api/v1/users/bulk", Map.of()).status()).isEqualTo(401);
        assertThat(operator.get("/api/v1/jobs/none").status()).isEqualTo(404);
    }

    @Test
    void aDeletedUserIsBroughtBackWithItsIdPasswordAndRoles() {
        String id = created("back-a", "viewer");
        Api before = new Api(server.uri()).signedIn("back-a", PASSWORD);
        admin.send("DELETE", "/api/v1/users/" + id, null, Map.of("If-Match", "1"));
        assertThat(operator.post("/api/v1/users/" + id + "/restore", Map.of()).status()).isEqualTo(403);

        Api.Answer restored = admin.post("/api/v1/users/" + id + "/restore", Map.of());

        assertThat(restored.status()).as(restored.text()).isEqualTo(200);
        assertThat(restored.json().get("version").asLong()).isEqualTo(2);
        assertThat(restored.json().get("receipt").has("offset")).isTrue();
        assertThat(user(id).get("roles").get(0).asText()).isEqualTo("viewer");
        assertThat(before.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(new Api(server.uri()).login("back-a", PASSWORD).status()).isEqualTo(200);
        assertThat(admin.post("/api/v1/users/" + id + "/restore", Map.of()).status()).isEqualTo(409);
        assertThat(admin.post("/api/v1/users/01ARZ3NDEKTSV4RRFFQ69G5FAV/restore", Map.of()).status()).isEqualTo(404);
        await().untilAsserted(() -> assertThat(admin.get("/api/v1/audit?action=user.restore&outcome=accepted").json()
                .get("total").asLong()).isEqualTo(1));
    }

    @Test
    void timelineTellsOfBookSessionsAndTokensInPages() {
        String id = created("time-a");
        Api signedIn = new Api(server.uri()).signedIn("time-a", PASSWORD);
        try (FleetClient client = FleetClient.online(server.uri(), signedIn.token())) {
            await().untilAsserted(() -> assertThat(timeline(id, "").get("items"))
                    .extracting(entry -> entry.get("what").asText())
                    .contains("session.online", "token.issued", "auth.login", "user.create"));
            admin.post("/api/v1/users/" + id + "/ban", Map.of("reason", "spam"));
            await().untilAsserted(() -> assertThat(client.closeCode()).isEqualTo(4003));
        }
        await().untilAsserted(() -> assertThat(timeline(id, "").get("items"))
                .extracting(entry -> entry.get("what").asText())
                .contains("session.ended", "user.ban", "token.denied").doesNotContain("session.online"));

        List<JsonNode> all = list(timeline(id, "").get("items"));
        assertThat(all).extracting(entry -> entry.get("at").asText())
                .isSortedAccordingTo((one, other) -> Instant.parse(other).compareTo(
                        Instant.parse(one)));
        assertThat(all).filteredOn(entry -> entry.get("what").asText().equals("user.ban")).singleElement()
                .satisfies(entry -> {
                    assertThat(entry.get("by").asText()).isEqualTo("root");
                    assertThat(entry.get("detail").asText()).isEqualTo("spam");
                });
        List<JsonNode> paged = new ArrayList<>();
        JsonNode page = timeline(id, "?limit=1");
        paged.addAll(list(page.get("items")));
        while (page.has("before")) {
            page = timeline(id, "?limit=1&before=" + page.get("before").asText());
            paged.addAll(list(page.get("items")));
        }
        assertThat(paged).hasSameSizeAs(all).containsExactlyInAnyOrderElementsOf(all);
        assertThat(admin.get("/api/v1/users/" + id + "/timeline?before=noon").status()).isEqualTo(422);
    }

    private static JsonNode timeline(String id, String query) {
        return admin.get("/api/v1/users/" + id + "/timeline" + query).json();
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    @Test
    void consolesSeeJobsAsTheyGo() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        URI live = URI.create(server.uri().toString().replace("http", "ws") + LiveExchange.PATH);
        WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder()
                .subprotocols(LiveExchange.SUBPROTOCOL, LiveExchange.BEARER_PREFIX + admin.token())
                .buildAsync(live, new WebSocket.Listener() {

                    @Override
                    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        heard.add(text.toString());
                        from.request(1);
                        return null;
                    }
                }).get(10, TimeUnit.SECONDS);
        try {
            socket.sendText("{\"op\":\"open\",\"id\":\"w\",\"view\":\"jobs\"}", true).get(10, TimeUnit.SECONDS);
            String id = created("live-a");

            JsonNode job = done(admin, Map.of("action", "logout", "users", Map.of("ids", List.of(id))));

            await().untilAsserted(() -> assertThat(String.join("", heard)).contains(job.get("id").asText(),
                    "\"state\":\"done\""));
            assertThat(admin.get("/api/v1/jobs").json().at("/items/0/kind").asText()).startsWith("users.");
        } finally {
            socket.abort();
        }
    }
}
