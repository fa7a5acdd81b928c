package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.auth.Passwords;
import dev.gatehouse.server.fixture.Api;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Imports and exports of users, through a node on its own. */
class ImportTest {

    private static final String PASSWORD = "open sesame";
    private static final Map<String, String> CSV = Map.of("Content-Type", "text/csv; charset=UTF-8");

    @TempDir
    private static Path data;

    private static GatehouseServer server;
    private static Api admin;
    private static Api operator;

    @BeforeAll
    static void start() throws Exception {
        server = TestNodes.start(data, Map.of());
        admin = TestNodes.admin(server);
        assertThat(admin.post("/api/v1/users", Map.of("username", "olga", "password", PASSWORD, "roles",
                List.of("operator"))).status()).isEqualTo(201);
        operator = new Api(server.uri()).signedIn("olga", PASSWORD);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Api.Answer send(Api who, String query, String csv) {
        return who.send("POST", "/api/v1/users/import" + query, csv, CSV);
    }

    private static JsonNode imported(Api who, String csv) {
        Api.Answer started = send(who, "?name=people.csv", csv);
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        return over(started.json().get("jobId").asText());
    }

    static JsonNode over(String job) {
        await().atMost(Duration.ofSeconds(30)).until(() -> admin.get("/api/v1/jobs/" + job).json().has("endedAt"));
        return admin.get("/api/v1/jobs/" + job).json();
    }

    private static List<String> outcome(JsonNode job) {
        Api.Answer answer = admin.get("/api/v1/jobs/" + job.get("id").asText() + "/outcome");
        assertThat(answer.header("Content-Type")).startsWith("text/csv");
        assertThat(answer.header("Content-Disposition")).contains("attachment");
        return answer.text().lines().toList();
    }

    private static JsonNode user(String name) {
        JsonNode found = admin.get("/api/v1/users?q=" + name).json().get("items");
        return found.get(0);
    }

    @Test
    void everyRowIsMadeOrSaysWhyNot() {
        JsonNode job = imported(admin, """
                                       username,displayName,email,roles
                                       imp-a,"Ann ""A"" Alpha",ann@example.com,viewer;operator
                                       imp-b,,,
                                       OLGA,,,
                                       IMP-A,,,
                                       x,,no mail,
                                       imp-c,too,few
                                       """);

        assertThat(job.get("state").asText()).isEqualTo("done");
        assertThat(job.get("kind").asText()).isEqualTo("users.import");
        assertThat(job.get("title").asText()).isEqualTo("people.csv");
        assertThat(job.get("total").asLong()).isEqualTo(6);
        assertThat(job.get("done").asLong()).isEqualTo(6);
        assertThat(job.get("failed").asLong()).isEqualTo(4);
        assertThat(job.get("by").asText()).isEqualTo("root");
        List<String> rows = outcome(job);
        assertThat(rows).hasSize(7).startsWith("line,username,outcome,message", "2,imp-a,created,", "3,imp-b,created,");
        assertThat(rows.get(3)).startsWith("4,OLGA,exists,").contains("already");
        assertThat(rows.get(4)).startsWith("5,IMP-A,exists,").contains("Line 2");
        assertThat(rows.get(5)).startsWith("6,x,refused,").contains("username must", "email must");
        assertThat(rows.get(6)).startsWith("7,imp-c,refused,").contains("3 columns", "4");
        assertThat(user("imp-a").get("displayName").asText()).isEqualTo("Ann \"A\" Alpha");
        assertThat(user("imp-a").get("roles")).hasSize(2);
        assertThat(admin.get("/api/v1/users?q=imp-c").json().get("total").asLong()).isZero();
        assertThat(server.node()).isEqualTo(job.get("node").asText());
        await().untilAsserted(() -> assertThat(
                admin.get("/api/v1/audit?resource=job/" + job.get("id").asText()).json().get("items"))
                .extracting(item -> item.at("/event/data/action").asText()).containsExactly("job.end", "job.claim",
                        "job.start"));
        await().untilAsserted(() -> assertThat(
                admin.get("/api/v1/audit?resource=user/" + user("imp-b").get("id").asText()).json().get("items"))
                .extracting(item -> item.at("/event/data/actor/name").asText()).containsExactly("root"));
    }

    @Test
    void previewSaysWhatWouldBeAndChangesNothing() {
        String csv = "username,roles\npre-a,\npre-b,admin\nPRE-A,\nolga,\n,\n";
        long before = admin.get("/api/v1/users").json().get("total").asLong();

        Api.Answer preview = send(operator, "?preview=true", csv);

        assertThat(preview.status()).as(preview.text()).isEqualTo(200);
        assertThat(preview.json().get("rows").asLong()).isEqualTo(5);
        assertThat(preview.json().get("creating").asLong()).isEqualTo(1);
        assertThat(preview.json().get("refused").asLong()).isEqualTo(4);
        assertThat(preview.json().get("faults")).extracting(fault -> fault.get("line").asInt() + " "
                + fault.get("field").asText()).containsExactly("3 roles", "4 username", "5 username", "6 username");
        assertThat(send(admin, "?preview=true", csv).json().get("creating").asLong()).isEqualTo(2);
        assertThat(admin.get("/api/v1/users").json().get("total").asLong()).isEqualTo(before);
        assertThat(data.resolve("jobs")).isEmptyDirectory();
    }

    @Test
    void rolesAreGivenByAdministratorsOnly() {
        JsonNode job = imported(operator, "username,roles\nrole-a,\nrole-b,viewer\n");

        assertThat(outcome(job)).element(2).asString().startsWith("3,role-b,refused,").contains("administrators");
        assertThat(job.get("by").asText()).isEqualTo("olga");
    }

    @Test
    void whoHasNoPasswordCannotSignInUntilOneIsSet() {
        String hash = new Passwords(1).hash(PASSWORD);
        JsonNode job = imported(admin, "username,password,passwordHash\nsecret-none,,\nsecret-plain," + PASSWORD
                + ",\nsecret-hash,,\"" + hash + "\"\nsecret-both," + PASSWORD + ",\"" + hash
                + "\"\nsecret-short,abc,\nsecret-odd,,$2a$10$abc\n");

        assertThat(outcome(job)).extracting(row -> row.split(",", -1)[2]).containsExactly("outcome", "created",
                "created", "created", "refused", "refused", "refused");
        Api guest = new Api(server.uri());
        assertThat(guest.login("secret-plain", PASSWORD).status()).isEqualTo(200);
        assertThat(guest.login("secret-hash", PASSWORD).status()).isEqualTo(200);
        for (String guess : List.of(PASSWORD, "nobody has this password", " ")) {
            assertThat(guest.login("secret-none", guess).code()).isEqualTo("bad-credentials");
        }
        admin.post("/api/v1/users/" + user("secret-none").get("id").asText() + "/password",
                Map.of("password", PASSWORD));
        assertThat(guest.login("secret-none", PASSWORD).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"name,mail|names the column \"name\"",
            "displayName|must name the column username", "username,Username|twice", "username|no row",
            "\"username|not closed"})
    void aTableThatCannotBeReadIsRefusedAsAWhole(String csv, String why) {
        Api.Answer refused = send(admin, "", csv + "\n");

        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.text()).contains(why.replace("\"", "\\\""));
        assertThat(data.resolve("jobs")).isEmptyDirectory();
    }

    @Test
    void onlyTablesOfABearableSizeAreTaken() {
        assertThat(admin.post("/api/v1/users/import", Map.of()).status()).isEqualTo(415);
        assertThat(admin.send("POST", "/api/v1/users/import", "username\nx", Map.of("Content-Type",
                "text/csv; charset=windows-1252")).status()).isEqualTo(415);
        assertThat(send(admin, "", "").status()).isEqualTo(400);
        String tooLarge = "username\n" + "x".repeat(65 << 20);
        // The answer may be lost where the connection is closed while the rest is still being sent.
        await().ignoreExceptionsInstanceOf(IllegalStateException.class)
                .untilAsserted(() -> assertThat(send(admin, "", tooLarge).status()).isEqualTo(413));
    }

    @Test
    void aTableLargerThanARequestMayBeIsTaken() {
        String rows = IntStream.range(0, 2_000).mapToObj(i -> "large-" + i + ",\"" + " ".repeat(800) + "Name\"")
                .collect(Collectors.joining("\r\n"));

        JsonNode job = imported(admin, "\uFEFFusername,displayName\r\n" + rows);

        assertThat(job.get("done").asLong()).isEqualTo(2_000);
        assertThat(job.get("failed").asLong()).isZero();
    }

    @Test
    void cancelledImportKeepsWhatWasDone() {
        String csv = "username,password\n" + IntStream.range(0, 400).mapToObj(i -> "cancel-" + i + ",pass word " + i)
                .collect(Collectors.joining("\n"));
        String id = send(admin, "", csv).json().get("jobId").asText();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> admin.get("/api/v1/jobs/" + id).json().get("done").asLong() > 0);

        Api.Answer cancelled = operator.delete("/api/v1/jobs/" + id);

        assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(200);
        JsonNode job = over(id);
        assertThat(job.get("state").asText()).isEqualTo("cancelled");
        assertThat(job.get("done").asLong()).isBetween(1L, 399L);
        assertThat(admin.get("/api/v1/users?q=cancel-").json().get("total").asLong())
                .isEqualTo(job.get("done").asLong());
        assertThat(outcome(job)).hasSize(1 + job.get("done").asInt());
        assertThat(admin.delete("/api/v1/jobs/" + id).status()).isEqualTo(409);
        assertThat(data.resolve("jobs").resolve(id + ".csv")).doesNotExist();
    }

    @Test
    void whatIsExportedIsImportedAgain() {
        imported(admin, "username,displayName,email,roles\nround-a,\"'=1+1, \"\"x\"\"\",+a@example.com,viewer\n"
                + "round-b,,,\n");
        String banned = user("round-b").get("id").asText();
        Api.Answer export = admin.get("/api/v1/users/export?q=round-");
        assertThat(export.status()).isEqualTo(200);
        assertThat(export.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
        assertThat(export.text()).startsWith(
                "username,displayName,email,roles,id,state,createdAt,lastLoginAt\r\nround-a,\"'=1+1, \"\"x\"\"\",")
                .contains("'+a@example.com").doesNotContain("argon2", "password");

        for (String name : List.of("round-a", "round-b")) {
            String id = user(name).get("id").asText();
            admin.send("DELETE", "/api/v1/users/" + id, null, Map.of("If-Match", "1"));
        }
        JsonNode job = imported(admin, export.text());

        assertThat(job.get("failed").asLong()).isZero();
        assertThat(user("round-a").get("displayName").asText()).isEqualTo("=1+1, \"x\"");
        assertThat(user("round-a").get("email").asText()).isEqualTo("+a@example.com");
        assertThat(user("round-b").get("id").asText()).isNotEqualTo(banned);
        await().untilAsserted(() -> assertThat(admin.get("/api/v1/audit?action=user.export").json().get("items"))
                .isNotEmpty());
        assertThat(new Api(server.uri()).get("/api/v1/users/export").status()).isEqualTo(401);
    }

    @Test
    void dormantUsersAreListed() {
        imported(admin, "username,displayName,email,password\ndorm-never,Sleepy Joe,,\ndorm-fresh,,joe@sleepy.example,"
                + PASSWORD + "\n");
        new Api(server.uri()).login("dorm-fresh", PASSWORD);

        await().untilAsserted(() -> assertThat(
                admin.get("/api/v1/users?q=dorm-&dormantDays=1").json().get("items"))
                .extracting(user -> user.get("username").asText()).containsExactly("dorm-never"));
        assertThat(admin.get("/api/v1/users/export?q=dorm-&dormantDays=1").text()).doesNotContain("dorm-fresh");
        assertThat(admin.get("/api/v1/users?q=" + URLEncoder.encode("SLEEPY", StandardCharsets.UTF_8)).json()
                .get("total").asLong()).isEqualTo(2);
        assertThat(admin.get("/api/v1/users?dormantDays=0").status()).isEqualTo(422);
    }
}
