package dev.gatehouse.ui.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.health.Health;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.intent.IntentKind;
import dev.gatehouse.model.intent.IntentState;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Fate;
import dev.gatehouse.model.outage.Reason;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.model.user.User;
import dev.gatehouse.server.GatehouseServer;
import dev.gatehouse.server.ServerConfig;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.cache.sqlite.SqliteCacheFolder;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A console whose node goes away and comes back. */
@Execution(ExecutionMode.CONCURRENT)
class OfflineConsoleTest {

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, String> settings = new HashMap<>(Map.of("http.port", "0", "traffic.port", "-1"));
    private GatehouseServer server;
    private URI uri;
    private ConsoleClient client;

    @BeforeEach
    void start() throws Exception {
        startServer();
        server.createAdmin(TestConsole.ADMIN, TestConsole.PASSWORD.toCharArray());
        uri = server.uri();
        settings.put("http.port", Integer.toString(uri.getPort()));
        client = console();
        done(client.login(TestConsole.ADMIN, TestConsole.PASSWORD));
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
        http.shutdownNow();
        server.close();
    }

    private void startServer() throws Exception {
        server = GatehouseServer.start(
                ServerConfig.load(new ServerConfig.Sources(folder.resolve("node"), null, Map.of(), settings)));
    }

    private ConsoleClient console() {
        return new ConsoleClient(uri, http, Clock.systemUTC(), new SqliteCacheFolder(folder.resolve("console")));
    }

    private static <T> T done(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private List<String> names(ConsoleClient of) throws Exception {
        return done(of.users().list(new UserCalls.Search(null, null, null, null, null), null, 100)).items().stream()
                .map(User::username).toList();
    }

    private User made(String name) throws Exception {
        return done(client.users().create(new UsersExchange.CreateRequest(name, "open sesame", null, null, null)))
                .user();
    }

    @Test
    void whatWasShownIsThereWhileTheServerIsAway() throws Exception {
        made("ann");
        AtomicReference<List<Health>> shown = new AtomicReference<>(List.of());
        try (LiveClient live = new LiveClient(client, timer, Clock.systemUTC())) {
            live.open(LiveExchange.View.HEALTH, Health.class, WindowQuery.first(1), rows -> shown.set(rows.rows()));
            live.start();
            await().until(() -> !shown.get().isEmpty());
        }
        assertThat(names(client)).contains("ann");
        assertThat(Objects.requireNonNull(client.conditions().seen(Set.of(Source.USERS), Instant.now())).cached())
                .isFalse();

        server.close();

        assertThat(names(client)).contains("ann");
        assertThat(Objects.requireNonNull(client.conditions().seen(Set.of(Source.USERS), Instant.now())).cached())
                .isTrue();
        assertThat(client.conditions().server()).isFalse();
        assertThat(client.verdict(Deed.EDIT_USER)).isEqualTo(new Verdict(Fate.QUEUED, Reason.SERVER_AWAY));
        assertThat(client.verdict(Deed.DELETE_USER)).isEqualTo(new Verdict(Fate.QUEUED, Reason.CLICK));
        assertThat(client.verdict(Deed.SET_PASSWORD)).isEqualTo(new Verdict(Fate.BLOCKED, Reason.SECRET));
        assertThatThrownBy(() -> done(client.users().get("nobody"))).isInstanceOf(ExecutionException.class).cause()
                .isInstanceOf(Unreachable.class);

        ConsoleClient later = console();
        assertThat(done(later.login(TestConsole.ADMIN, TestConsole.PASSWORD)).username())
                .isEqualTo(TestConsole.ADMIN);
        assertThat(names(later)).contains("ann");
        AtomicReference<List<Health>> kept = new AtomicReference<>(List.of());
        try (LiveClient live = new LiveClient(later, timer, Clock.systemUTC())) {
            live.open(LiveExchange.View.HEALTH, Health.class, WindowQuery.first(1), rows -> kept.set(rows.rows()));
            await().until(() -> !kept.get().isEmpty());
        }
        assertThatThrownBy(() -> done(console().login(TestConsole.ADMIN, "another password"))).cause()
                .isInstanceOf(Unreachable.class);
    }

    @Test
    void whatIsAskedForWhileTheServerIsAwayIsDoneWhenItIsBack() throws Exception {
        User ann = made("ann");
        User bob = made("bob");
        names(client);
        server.close();
        ConsoleClient later = console();
        done(later.login(TestConsole.ADMIN, TestConsole.PASSWORD));
        try (LiveClient live = new LiveClient(later, timer, Clock.systemUTC())) {
            live.start();
            IntentCalls intents = later.intents();
            Intent edit = done(intents.keep(new IntentCalls.Wish(IntentKind.USER_UPDATE, ann.id(), "ann",
                    ann.version(), new UsersExchange.UpdateRequest("Ann", null, null), ann)));
            Intent again = done(intents.keep(new IntentCalls.Wish(IntentKind.USER_UPDATE, ann.id(), "ann",
                    ann.version(), new UsersExchange.UpdateRequest(null, "ann@example.com", null), ann)));
            Intent deletion = done(intents.keep(new IntentCalls.Wish(IntentKind.USER_DELETE, bob.id(), "bob",
                    bob.version(), null, bob)));
            assertThat(again.id()).isEqualTo(edit.id());
            assertThat(deletion.state()).isEqualTo(IntentState.HELD);
            assertThat(done(intents.list()).here()).hasSize(2);

            startServer();
            live.retryNow();
            await().atMost(Duration.ofSeconds(40)).until(() -> live.state().status() == LiveState.Status.LIVE);
            assertThat(done(intents.handIn())).isEqualTo(new IntentCalls.Handed(2, 0));

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                User now = done(later.users().get(ann.id()));
                assertThat(now.displayName()).isEqualTo("Ann");
                assertThat(now.email()).isEqualTo("ann@example.com");
                assertThat(now.version()).isEqualTo(2);
            });
            IntentCalls.Waiting waiting = done(intents.list());
            assertThat(waiting.here()).isEmpty();
            assertThat(waiting.atNode()).filteredOn(intent -> !intent.state().isOver())
                    .extracting(Intent::kind).containsExactly(IntentKind.USER_DELETE);
            assertThat(names(later)).contains("bob");
        }
    }

    @Test
    void whatIsKeptIsItsOwnersAndSealedAndGoesWhenItIsWiped() throws Exception {
        made("very-visible-name");
        names(client);

        Path kept = folder.resolve("console").resolve("offline");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept))).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(kept)) {
            List<Path> all = files.toList();
            assertThat(all).isNotEmpty();
            for (Path file : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain("very-visible-name");
            }
        }
        done(client.logout(true));
        try (Stream<Path> files = Files.list(kept)) {
            assertThat(files).isEmpty();
        }
    }
}
