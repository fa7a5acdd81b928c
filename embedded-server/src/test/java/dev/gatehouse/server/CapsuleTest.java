package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.fixture.Api;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node puts into an incident capsule. */
class CapsuleTest {

    @TempDir
    private Path folder;

    private GatehouseServer node;
    private Api admin;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("node/capsules")).resolve("capsule-left.db"), "");
        node = TestNodes.start(folder.resolve("node"), Map.of("node.id", "n1"));
        admin = TestNodes.admin(node);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private HttpResponse<Path> capsule(Instant from, Instant to, Path target) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.uri() + "/api/v1/capsule"))
                .header("Authorization", "Bearer " + admin.token()).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Api.json(Map.of("from", from.toString(), "to",
                        to.toString()))))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofFile(target));
        }
    }

    private static List<String> bodies(Statement statement, String part) throws Exception {
        List<String> bodies = new ArrayList<>();
        try (ResultSet row = statement
                .executeQuery("SELECT body FROM entry WHERE part = '" + part + "' ORDER BY seq")) {
            while (row.next()) {
                bodies.add(row.getString(1));
            }
        }
        return bodies;
    }

    @Test
    void capsuleHoldsItsWindowAndTheHashOfEachPart() throws Exception {
        Instant before = Instant.now().minusSeconds(60);
        assertThat(admin.post("/api/v1/routes", Map.of("path", "/kept", "upstreams", List.of("http://127.0.0.1:9")))
                .status()).isEqualTo(201);
        await().untilAsserted(() -> assertThat(admin.get("/api/v1/audit?action=route.create").json().get("items"))
                .hasSize(1));
        Path file = folder.resolve("capsule.db");

        HttpResponse<Path> answer = capsule(before, Instant.now().plusSeconds(60), file);

        assertThat(answer.statusCode()).as(Files.readString(file, StandardCharsets.ISO_8859_1)).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/vnd.sqlite3");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            List<String> routes = bodies(statement, "routes");
            assertThat(routes).singleElement().asString().contains("\"/kept\"");
            List<String> audit = bodies(statement, "audit");
            assertThat(audit).anyMatch(body -> body.contains("route.create"));
            JsonNode first = Json.LENIENT.readTree(audit.getFirst());
            assertThat(Instant.parse(first.get("event").get("time").asText())).isAfter(before);
            try (ResultSet row = statement.executeQuery("SELECT rows, sha256 FROM part WHERE name = 'audit'")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getLong(1)).isEqualTo(audit.size());
                byte[] text = (String.join("\n", audit) + "\n").getBytes(StandardCharsets.UTF_8);
                assertThat(row.getString(2)).isEqualTo(
                        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text)));
            }
        }
        await().untilAsserted(() -> {
            try (Stream<Path> left = Files.list(folder.resolve("node/capsules"))) {
                assertThat(left).isEmpty();
            }
        });
        await().untilAsserted(() -> assertThat(admin.get("/api/v1/audit?action=capsule.export").json().get("items"))
                .hasSize(1));
    }

    @Test
    void windowThatIsNoneIsRefusedInWords() throws Exception {
        Path file = folder.resolve("none");
        assertThat(capsule(Instant.now(), Instant.now().minusSeconds(1), file).statusCode()).isEqualTo(422);
        assertThat(Files.readString(file)).contains("must be before to");
    }
}
