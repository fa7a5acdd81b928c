package dev.gatehouse.ui.demo.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.client.fleet.ConnectionState;
import dev.gatehouse.client.fleet.FleetClient;
import dev.gatehouse.client.fleet.FleetOptions;
import dev.gatehouse.client.fleet.ReconnectPolicy;
import dev.gatehouse.model.api.LoginExchange;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.message.Target;
import dev.gatehouse.server.GatehouseServer;
import dev.gatehouse.server.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The feed on a real node: a host, and three who follow a thread. */
@Execution(ExecutionMode.CONCURRENT)
class FeedTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String ADMIN = "root";
    private static final String HOST = "feed";
    private static final String READER = "reader";
    private static final String PASSWORD = "a-word-for-the-test";

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final FleetClient library = new FleetClient(http);
    private final List<List<FeedEntry>> read = new ArrayList<>();
    private final List<FeedReader> readers = new ArrayList<>();
    private GatehouseServer server;

    @BeforeEach
    void start() throws Exception {
        server = node("0");
        server.createAdmin(ADMIN, PASSWORD.toCharArray());
        String admin = token(server.uri(), ADMIN);
        for (String name : List.of(HOST, READER)) {
            call(server.uri().resolve(UsersExchange.PATH), admin,
                    new UsersExchange.CreateRequest(name, PASSWORD, name, name + "@fleet.example", Set.of()));
        }
    }

    @AfterEach
    void stop() {
        readers.forEach(FeedReader::close);
        library.close();
        http.shutdownNow();
        server.close();
    }

    private GatehouseServer node(String port) throws Exception {
        return GatehouseServer.start(ServerConfig.load(new ServerConfig.Sources(folder, null, Map.of(),
                Map.of("http.port", port, "traffic.port", "-1", "ws.heartbeat", "1s", "ws.max-per-user", "10",
                        "ws.messages-per-10s", "1000"))));
    }

    private FeedHost.Door door(String name) {
        URI node = server.uri();
        FleetOptions options = FleetOptions.of(List.of(node)).with(new ReconnectPolicy.Limits(Duration.ofMillis(50),
                Duration.ofMillis(500), 100, true));
        return listener -> library.prepare(options, () -> token(node, name), listener);
    }

    private String token(URI node, String name) throws IOException, InterruptedException {
        String answer = call(node.resolve(LoginExchange.PATH), "",
                new LoginExchange.Request(name, PASSWORD, ClientKind.APP));
        return Json.LENIENT.readValue(answer, LoginExchange.Response.class).accessToken();
    }

    private String call(URI address, String token, Object body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.LENIENT.writeValueAsString(body)));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isLessThan(300);
        return answer.body();
    }

    private FeedReader follow() {
        List<FeedEntry> entries = new CopyOnWriteArrayList<>();
        FeedReader reader = new FeedReader(Target.user(HOST), "tides", entries::add, door(READER));
        read.add(entries);
        readers.add(reader);
        return reader;
    }

    private void assertAllRead(int count) {
        for (List<FeedEntry> entries : read) {
            await().atMost(LIMIT).until(() -> entries.size() >= count);
            assertThat(entries).extracting(FeedEntry::number)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, count).boxed().toList());
            assertThat(entries).isEqualTo(read.getFirst());
        }
    }

    @Test
    void allWhoFollowAThreadReadTheSameInTheSameOrder() throws Exception {
        try (FeedStore store = new FeedStore(folder.resolve("feed.jsonl"));
                FeedHost _ = new FeedHost(store, door(HOST))) {
            FeedReader first = follow();
            FeedReader second = follow();
            first.post("High water");
            await().atMost(LIMIT).until(() -> !read.getFirst().isEmpty());
            for (int i = 0; i < 10; i++) {
                first.comment(1, "first " + i);
                second.comment(1, "second " + i);
            }
            follow();

            assertAllRead(21);
            assertThat(read.getFirst()).extracting(FeedEntry::text).filteredOn(text -> text.startsWith("first"))
                    .containsExactly("first 0", "first 1", "first 2", "first 3", "first 4", "first 5", "first 6",
                            "first 7", "first 8", "first 9");
        }
    }

    @Test
    void nothingIsMissingOrDoubleAfterTheNodeAndTheHostWereAway() throws Exception {
        Path file = folder.resolve("feed.jsonl");
        FeedReader reader = follow();
        follow();
        try (FeedStore store = new FeedStore(file); FeedHost _ = new FeedHost(store, door(HOST))) {
            reader.post("High water");
            assertAllRead(1);
        }
        reader.comment(1, "said while the host was away");
        String port = Integer.toString(server.uri().getPort());
        server.close();
        await().atMost(LIMIT).until(() -> reader.connection().state() != ConnectionState.ONLINE);
        reader.comment(1, "said while the node was away");
        server = node(port);

        try (FeedStore store = new FeedStore(file); FeedHost _ = new FeedHost(store, door(HOST))) {
            reader.comment(1, "said when all were back");
            await().atMost(LIMIT).until(() -> store.page("tides", 0, 10).last() >= 3);
            // What was said while the host was away may come last of all.
            await().atMost(LIMIT).untilAsserted(() -> assertAllRead((int) store.page("tides", 0, 10).last()));
            assertThat(read.getFirst()).extracting(FeedEntry::text).contains("said while the node was away",
                    "said when all were back").doesNotHaveDuplicates();
        }
    }
}
