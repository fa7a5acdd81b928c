package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.FleetClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node on its own, with neither Redis nor Kafka. */
class GatehouseServerTest {

    @TempDir
    private static Path data;

    private static GatehouseServer server;
    private static Api admin;

    @BeforeAll
    static void start() throws Exception {
        server = TestNodes.start(data, Map.of());
        admin = TestNodes.admin(server);
    }

    @AfterAll
    static void stop() {
        server.close();
        server.close();
    }

    private static JsonNode created(String username) {
        Api.Answer answer = admin.post("/api/v1/users", Map.of("username", username, "password", "open sesame"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    @Test
    void aUserIsCreatedEditedBannedAndDeletedAndEachStepIsInTheBook() {
        JsonNode user = created("alice");
        String path = "/api/v1/users/" + user.get("id").asText();

        Api.Answer edited = admin.send("PATCH", path, "{\"displayName\":\"Alice\"}", Map.of("If-Match", "\"1\""));
        assertThat(edited.status()).isEqualTo(200);
        assertThat(edited.json().get("version").asLong()).isEqualTo(2);

        Api.Answer banned = admin.post(path + "/ban", Map.of("reason", "spam"));
        assertThat(banned.status()).isEqualTo(200);
        assertThat(banned.json().get("enforcement").get(0).get("state").asText()).isEqualTo("enforced");
        Api.Answer refused = new Api(server.uri()).login("alice", "open sesame");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("banned");
        assertThat(refused.json().get("reason").asText()).isEqualTo("spam");

        assertThat(admin.post(path + "/unban", Map.of()).status()).isEqualTo(200);
        Api.Answer deleted = admin.send("DELETE", path, null, Map.of("If-Match", "4"));
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(admin.get(path).status()).isEqualTo(404);

        JsonNode receipt = deleted.json().get("receipt");
        await().untilAsserted(() -> {
            Api.Answer record = admin.get("/api/v1/audit/" + receipt.get("topic").asText() + "/"
                    + receipt.get("partition").asInt() + "/" + receipt.get("offset").asLong());
            assertThat(record.status()).isEqualTo(200);
            assertThat(record.json().get("event").get("type").asText()).isEqualTo("gatehouse.user.deleted");
        });
        await().untilAsserted(() -> assertThat(
                admin.get("/api/v1/audit?resource=user/" + user.get("id").asText()).json().get("items"))
                .extracting(item -> item.get("event").get("data").get("action").asText())
                .containsExactly("user.delete", "user.unban", "auth.login", "user.ban", "user.update",
                        "user.create"));
    }

    @Test
    void usersAreFoundSortedAndPaged() {
        for (String name : List.of("pager-a", "pager-b", "pager-c")) {
            created(name);
        }
        String banned = created("pager-d").get("id").asText();
        admin.post("/api/v1/users/" + banned + "/ban", Map.of("reason", "spam"));

        JsonNode first = admin.get("/api/v1/users?q=PAGER&sort=-username&limit=3").json();
        JsonNode second = admin.get("/api/v1/users?q=PAGER&sort=-username&limit=3&cursor="
                + first.get("cursor").asText()).json();

        assertThat(first.get("total").asLong()).isEqualTo(4);
        assertThat(first.get("items")).extracting(user -> user.get("username").asText()).containsExactly("pager-d",
                "pager-c", "pager-b");
        assertThat(second.get("items")).extracting(user -> user.get("username").asText()).containsExactly("pager-a");
        assertThat(second.has("cursor")).isFalse();
        assertThat(admin.get("/api/v1/users?q=pager&state=banned&sort=createdAt").json().get("items")).hasSize(1);
        assertThat(admin.get("/api/v1/users?q=pager&state=active&sort=lastLoginAt").json().get("total").asLong())
                .isEqualTo(3);
        assertThat(admin.get("/api/v1/users?role=admin").json().get("items"))
                .extracting(user -> user.get("username").asText()).contains("root");
        assertThat(admin.get("/api/v1/users").json().get("total").asLong()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void aChangeUponAnOldVersionIsRefusedWithTheCurrentState() {
        JsonNode user = created("bob");
        String path = "/api/v1/users/" + user.get("id").asText();
        admin.send("PATCH", path, "{\"displayName\":\"Bob\"}", Map.of("If-Match", "1"));

        Api.Answer stale = admin.send("PATCH", path, "{\"displayName\":\"Rob\"}", Map.of("If-Match", "1"));

        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.code()).isEqualTo("stale-version");
        assertThat(stale.json().get("current").get("displayName").asText()).isEqualTo("Bob");
        assertThat(admin.send("PATCH", path, "{\"displayName\":\"Rob\"}", Map.of()).status()).isEqualTo(428);
    }

    @Test
    void aNameCanBeTakenOnceWithoutRegardToCase() {
        created("carol");

        Api.Answer taken = admin.post("/api/v1/users", Map.of("username", "CAROL", "password", "open sesame"));

        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.code()).isEqualTo("username-taken");
    }

    @Test
    void refreshRotatesAndReuseEndsTheSession() {
        created("dave");
        Api guest = new Api(server.uri());
        JsonNode first = guest.login("dave", "open sesame").json();

        Api.Answer second = guest.post("/api/v1/auth/refresh",
                Map.of("refreshToken", first.get("refreshToken").asText()));
        assertThat(second.status()).isEqualTo(200);
        Api fresh = guest.with(second.json().get("accessToken").asText());
        assertThat(fresh.get("/api/v1/me").status()).isEqualTo(200);

        Api.Answer again = guest.post("/api/v1/auth/refresh",
                Map.of("refreshToken", first.get("refreshToken").asText()));
        assertThat(again.json()).as("the answer was lost on its way").isEqualTo(second.json());
        Map<String, String> newest = Map.of("refreshToken", guest.post("/api/v1/auth/refresh",
                Map.of("refreshToken", second.json().get("refreshToken").asText())).json().get("refreshToken")
                .asText());
        FleetClient client = FleetClient.online(server.uri(), fresh.token());

        Api.Answer reused = guest.post("/api/v1/auth/refresh",
                Map.of("refreshToken", first.get("refreshToken").asText()));

        assertThat(reused.status()).isEqualTo(401);
        assertThat(reused.code()).isEqualTo("token-reused");
        assertThat(fresh.get("/api/v1/me").code()).isEqualTo("token-revoked");
        assertThat(guest.post("/api/v1/auth/refresh", newest).code()).isEqualTo("token-revoked");
        await().untilAsserted(() -> assertThat(client.closeCode()).isEqualTo(4004));
        await().untilAsserted(() -> assertThat(admin.get("/api/v1/audit?action=auth.refresh-reused&actor=dave").json()
                .get("total").asLong()).isOne());
    }

    @Test
    void neitherTokenPassesForTheOther() {
        created("mallory");
        Api guest = new Api(server.uri());
        JsonNode tokens = guest.login("mallory", "open sesame").json();

        assertThat(guest.with(tokens.get("refreshToken").asText()).get("/api/v1/me").code())
                .isEqualTo("token-invalid");
        assertThat(guest.post("/api/v1/auth/refresh", Map.of("refreshToken", tokens.get("accessToken").asText()))
                .code()).isEqualTo("token-invalid");
    }

    @Test
    void logoutKillsBothTokens() {
        created("erin");
        Api guest = new Api(server.uri());
        JsonNode tokens = guest.login("erin", "open sesame").json();
        Api erin = guest.with(tokens.get("accessToken").asText());

        assertThat(erin.post("/api/v1/auth/logout", Map.of()).status()).isEqualTo(204);

        assertThat(erin.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(guest.post("/api/v1/auth/refresh",
                Map.of("refreshToken", tokens.get("refreshToken").asText())).status()).isEqualTo(401);
    }

    @Test
    void aClientOfTheFleetSeesItsOwnDataOnly() {
        created("frank");
        Api frank = new Api(server.uri()).signedIn("frank", "open sesame");

        assertThat(frank.get("/api/v1/me").json().get("username").asText()).isEqualTo("frank");
        assertThat(frank.get("/api/v1/me/sessions").json().get("items")).hasSize(1);
        assertThat(frank.get("/api/v1/users").status()).isEqualTo(403);
        assertThat(frank.post("/api/v1/users", Map.of("username", "x1", "password", "open sesame")).code())
                .isEqualTo("forbidden");
        await().untilAsserted(() -> assertThat(
                admin.get("/api/v1/audit?actor=frank&outcome=refused").json().get("total").asLong()).isOne());
    }

    @Test
    void badRequestsGetProblemsThatSayWhatIsWrong() {
        Api guest = new Api(server.uri());
        record Case(String name, Api.Answer answer, int status, String code) {}
        List<Case> cases = List.of(
                new Case("unknown address", guest.get("/api/v1/nothing"), 404, "not-found"),
                new Case("wrong method", admin.send("PUT", "/api/v1/users", "{}", Map.of()), 405,
                        "method-not-allowed"),
                new Case("no token", guest.get("/api/v1/users"), 401, "not-authenticated"),
                new Case("forged token", guest.with("a.b.c").get("/api/v1/me"), 401, "token-invalid"),
                new Case("broken JSON", admin.send("POST", "/api/v1/users", "{\"username\":", Map.of()), 400,
                        "bad-request"),
                new Case("no body", admin.send("POST", "/api/v1/users", "", Map.of()), 400, "bad-request"),
                new Case("unknown field", admin.post("/api/v1/users", Map.of("name", "x")), 422, "invalid"),
                new Case("wrong type", admin.post("/api/v1/users", Map.of("username", List.of())), 422, "invalid"),
                new Case("not JSON", admin.send("POST", "/api/v1/users", "a=b",
                        Map.of("Content-Type", "application/x-www-form-urlencoded")), 415, "unsupported-media-type"),
                new Case("huge body", admin.post("/api/v1/users", Map.of("username", "x".repeat(2 << 20))), 413,
                        "body-too-large"),
                new Case("missing fields", admin.post("/api/v1/users", Map.of()), 422, "invalid"),
                new Case("wrong password", guest.login("root", "wrong"), 401, "bad-credentials"),
                new Case("unknown user", guest.login("nobody", "wrong"), 401, "bad-credentials"),
                new Case("bad limit", admin.get("/api/v1/users?limit=0"), 422, "invalid"),
                new Case("bad cursor", admin.get("/api/v1/users?cursor=x"), 422, "invalid"));

        assertThat(cases).allSatisfy(tried -> {
            assertThat(tried.answer().status()).as(tried.name() + tried.answer().text()).isEqualTo(tried.status());
            assertThat(tried.answer().code()).as(tried.name()).isEqualTo(tried.code());
            assertThat(tried.answer().header("Content-Type")).startsWith("application/problem+json");
            assertThat(tried.answer().json().get("traceId").asText()).isEqualTo(tried.answer().header("X-Trace-ID"));
            assertThat(tried.answer().text()).doesNotContain("Exception");
        });
        assertThat(cases.stream().filter(tried -> tried.status() == 422))
                .allSatisfy(tried -> assertThat(tried.answer().json().get("errors")).isNotEmpty());
    }

    @Test
    void theTraceOfTheCallerIsContinued() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        Api.Answer answer = admin.send("GET", "/api/v1/me", null,
                Map.of("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));

        assertThat(answer.header("X-Trace-ID")).isEqualTo(trace);
    }

    @Test
    void theLastAdministratorStays(@TempDir Path folder) throws Exception {
        try (GatehouseServer lonely = TestNodes.start(folder, Map.of())) {
            Api root = TestNodes.admin(lonely);
            String id = root.get("/api/v1/me").json().get("id").asText();

            Api.Answer demoted = root.send("PATCH", "/api/v1/users/" + id, "{\"roles\":[\"viewer\"]}",
                    Map.of("If-Match", "1"));

            assertThat(demoted.status()).isEqualTo(409);
            assertThat(demoted.json().get("detail").asText()).contains("last administrator");
        }
    }

    @Test
    void routesAreCheckedVersionedAndProbed() {
        Api.Answer wrong = admin.post("/api/v1/routes", Map.of("path", "orders//x", "method", "FETCH"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.json().get("errors")).extracting(error -> error.get("field").asText())
                .contains("path", "method", "upstreams");

        JsonNode route = admin.post("/api/v1/routes",
                Map.of("path", "/orders/:id", "upstreams", List.of("http://127.0.0.1:9000"), "permission", "public"))
                .json();
        String path = "/api/v1/routes/" + route.get("id").asText();
        Api.Answer other = admin.post("/api/v1/routes", Map.of("path", "/orders/mine", "permission", "public",
                "staticAnswer", Map.of("status", 200, "contentType", "text/plain", "body", "mine")));
        assertThat(other.json().get("warnings").get(0).get("code").asText()).isEqualTo("overlap");

        JsonNode probe = admin.post("/api/v1/routes/probe", Map.of("path", "/orders/7")).json();
        assertThat(probe.get("route").get("id").asText()).isEqualTo(route.get("id").asText());
        assertThat(probe.get("params").get("id").asText()).isEqualTo("7");
        assertThat(admin.post("/api/v1/routes/probe", Map.of("path", "/%6frders/7")).json().get("matched").asBoolean())
                .isTrue();
        assertThat(admin.post("/api/v1/routes/probe", Map.of("path", "/orders/7;x")).text())
                .contains("the traffic port refuses");

        Api.Answer replaced = admin.send("PUT", path,
                Api.json(Map.of("path", "/orders/:id", "upstreams", List.of("http://127.0.0.1:9001"))),
                Map.of("If-Match", "1"));
        assertThat(replaced.json().get("version").asLong()).isEqualTo(2);
        Api.Answer back = admin.post(path + "/rollback", Map.of("version", 1));
        assertThat(back.json().get("upstreams").get(0).asText()).isEqualTo("http://127.0.0.1:9000");
        assertThat(admin.get(path + "/history").json().get("items")).extracting(step -> step.get("change").asText())
                .containsExactly("rolled-back", "replaced", "created");
        assertThat(admin.send("DELETE", path, null, Map.of("If-Match", "3")).status()).isEqualTo(200);
        assertThat(admin.post("/api/v1/routes/probe", Map.of("path", "/orders/7")).json().get("matched").asBoolean())
                .isFalse();
    }

    @Test
    void limitsOfARouteAreToldBegunAnewAndReplayed() {
        JsonNode route = admin.post("/api/v1/routes", Map.of("path", "/limited", "upstreams",
                List.of("http://127.0.0.1:9000"), "permission", "public", "policies", Map.of("limits",
                        List.of(Map.of("kind", "token-bucket", "per", "ip", "permits", 5, "periodMillis", 1000)))))
                .json();
        String path = "/api/v1/routes/" + route.get("id").asText() + "/limits";

        JsonNode limits = admin.get(path).json();
        assertThat(limits.get("items")).isEmpty();
        assertThat(limits.get("shared").asBoolean()).isFalse();
        Api.Answer reset = admin.delete(path + "?reason=busy+day");
        assertThat(reset.status()).as(reset.text()).isEqualTo(200);
        assertThat(reset.json().get("receipt").get("topic").asText()).isNotEmpty();
        await().untilAsserted(() -> assertThat(admin.get("/api/v1/audit?q=action:route.limits-reset").json()
                .get("items").get(0).at("/event/data/reason").asText()).isEqualTo("busy day"));
        assertThat(admin.delete(path + "?key=ip:10.0.0.1").json().get("counters").asLong()).isZero();
        assertThat(admin.delete(path + "?key=everybody").status()).isEqualTo(422);
        assertThat(admin.get("/api/v1/routes/01NOBODY/limits").status()).isEqualTo(404);

        Api.Answer replay = admin.post("/api/v1/routes/replay",
                Map.of("edits", List.of(Map.of("id", route.get("id").asText())), "last", 10));
        assertThat(replay.status()).as(replay.text()).isEqualTo(200);
        assertThat(replay.json().get("changed").asLong()).isZero();
    }

    @Test
    void whatIsPublicNeedsNoToken() {
        Api guest = new Api(server.uri());

        assertThat(guest.get("/healthz").status()).isEqualTo(200);
        assertThat(guest.get("/readyz").json().get("status").asText()).isEqualTo("ready");
        assertThat(guest.get("/metrics").text()).contains("gatehouse_http_requests");
        await().untilAsserted(
                () -> assertThat(guest.get("/.well-known/jwks.json").json().get("keys")).isNotEmpty());
        assertThat(guest.get("/openapi.json").json().get("paths").has("/api/v1/users/{id}/ban")).isTrue();
    }

    @Test
    void aSecondNodeOnTheSameFolderIsToldInOneSentence() {
        assertThatThrownBy(() -> TestNodes.start(data, Map.of())).isInstanceOf(StartException.class)
                .hasMessageContaining("in use by another Gatehouse").hasMessageContaining("--data");
    }

    @Test
    void aTakenPortIsToldInOneSentence(@TempDir Path other) {
        assertThatThrownBy(() -> TestNodes.start(other,
                Map.of("http.port", Integer.toString(server.uri().getPort())))).isInstanceOf(StartException.class)
                .hasMessageContaining("taken by another program").hasMessageContaining("http.port");
    }

    @Test
    void theCommandLineAdministersARunningNode() throws Exception {
        GatehouseServer.administer(TestNodes.config(data, Map.of()), GatehouseServer.Administration.CREATE, "second",
                "correct horse".toCharArray());

        assertThat(new Api(server.uri()).login("second", "correct horse").status()).isEqualTo(200);
        assertThatThrownBy(() -> GatehouseServer.administer(TestNodes.config(data, Map.of()),
                GatehouseServer.Administration.CREATE, "second", "correct horse".toCharArray()))
                .isInstanceOf(StartException.class).hasMessageContaining("second already");
    }

    @Test
    void whatWasAcceptedIsThereAfterARestart(@TempDir Path folder) throws Exception {
        try (GatehouseServer first = TestNodes.start(folder, Map.of())) {
            TestNodes.admin(first);
        }
        try (GatehouseServer again = TestNodes.start(folder, Map.of())) {
            assertThat(again.hasAdmin()).isTrue();
            assertThat(TestNodes.admin(again).get("/api/v1/me").status()).isEqualTo(200);
        }
        assertThat(Files.exists(folder.resolve("control.json"))).isFalse();
        assertThat(GatehouseServer.verifyAudit(TestNodes.config(folder, Map.of()))).isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.ok()).isTrue());
    }
}
