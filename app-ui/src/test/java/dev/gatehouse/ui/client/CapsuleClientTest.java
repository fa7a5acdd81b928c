package dev.gatehouse.ui.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.api.CapsuleExchange;
import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.api.TracesExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Fate;
import dev.gatehouse.model.outage.Reason;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.cache.sqlite.SqliteCapsule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A capsule of a real node in a console without one. */
class CapsuleClientTest {

    private static final AuditCalls.PageOf FIRST = new AuditCalls.PageOf(AuditExchange.Order.NEWEST, false, null, 10);

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Path file;

    @BeforeAll
    static void export() throws Exception {
        file = folder.resolve("capsule.db");
        try (TestConsole console = TestConsole.start(folder.resolve("node"))) {
            ConsoleClient client = console.signedIn();
            client.routes()
                    .create(new RoutesExchange.Draft("GET", "*", "/in-capsule", null, null,
                            List.of("http://127.0.0.1:9"), null, true, null, null))
                    .get(10, TimeUnit.SECONDS);
            await().until(() -> client.audit()
                    .find("action:route.create", FIRST)
                    .get(10, TimeUnit.SECONDS)
                    .total() == 1);
            client.capsules()
                    .export(new CapsuleExchange.Request(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5)),
                            file, Transfer.ofBytes(bytes -> {}))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static ConsoleClient opened(SqliteCapsule capsule) {
        User viewer = new User("c", "capsule", null, null, Set.of(Role.VIEWER), UserState.ACTIVE, null, null, Rows.NOON,
                Rows.NOON, 1);
        return ConsoleClient.of(capsule.info(), capsule, viewer, java.net.http.HttpClient.newHttpClient(),
                Clock.systemUTC());
    }

    @Test
    void capsuleShowsItsAuditAndRoutesAndNothingCanBeChanged() throws Exception {
        SqliteCapsule capsule = SqliteCapsule.open(file);
        assertThat(capsule.info().broken()).isEmpty();
        ConsoleClient client = opened(capsule);

        assertThat(client.routes().list("in-capsule", null, 10).get(10, TimeUnit.SECONDS).items()).hasSize(1);
        assertThat(client.routes().list("elsewhere", null, 10).get(10, TimeUnit.SECONDS).items()).isEmpty();
        var found = client.audit().find("action:route.*", FIRST).get(10, TimeUnit.SECONDS);
        assertThat(found.items()).hasSize(1);
        assertThat(client.audit().record(found.items().getFirst().position()).get(10, TimeUnit.SECONDS))
                .isEqualTo(found.items().getFirst());
        AtomicReference<List<AuditEntry>> tail = new AtomicReference<>(List.of());
        LiveClient live = new LiveClient(client, java.util.concurrent.Executors.newSingleThreadScheduledExecutor(),
                Clock.systemUTC());
        live.start();
        live.open(LiveExchange.View.AUDIT, AuditEntry.class, WindowQuery.first(50), rows -> tail.set(rows.rows()));
        await().until(() -> !tail.get().isEmpty());
        assertThat(client.verdict(Deed.EDIT_ROUTE)).isEqualTo(new Verdict(Fate.BLOCKED, Reason.READ_ONLY));
        assertThatThrownBy(() -> client.users().unban("u1").get(10, TimeUnit.SECONDS)).cause()
                .isInstanceOf(Blocked.class);
    }

    private static <T> T done(CompletableFuture<T> answer) throws Exception {
        return answer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void everyRoomHasAnAnswerOutOfACapsule() throws Exception {
        ConsoleClient client = opened(SqliteCapsule.open(file));
        WindowQuery first = WindowQuery.first(10);

        assertThat(done(client.users().list(new UserCalls.Search(null, null, null, null, null), null, 10)).items())
                .isEmpty();
        assertThat(done(client.sessions().fresh(first)).items()).isNotNull();
        assertThat(done(client.sessions().at(Instant.now(), first)).since()).isNotNull();
        assertThat(done(client.sessions().ghosts(10)).items()).isEmpty();
        assertThat(done(client.sessions().ended(null, 10)).items()).isNotNull();
        assertThat(done(client.messages().history(10)).items()).isEmpty();
        assertThat(done(client.rooms().list(10)).items()).isEmpty();
        assertThat(done(client.rooms().members("lobby", 10)).items()).isEmpty();
        assertThat(done(client.rooms().history("lobby", null, 10)).items()).isEmpty();
        assertThat(done(client.locks().list()).items()).isEmpty();
        assertThat(done(client.jobs().list()).items()).isEmpty();
        assertThat(done(client.keys().list()).items()).isEmpty();
        assertThat(done(client.reads().nodes()).items()).isEmpty();
        assertThat(done(client.reads().health()).node()).isNotEmpty();
        assertThat(done(client.rehearsals().preview("redis")).effects()).isEmpty();
        assertThat(done(client.intents().list()).atNode()).isEmpty();
        assertThat(done(client.deadLetters().list()).missing()).isEmpty();
        assertThat(done(client.traces().list("", TracesExchange.Order.NEWEST, 10)).missing()).isEmpty();
        assertThatThrownBy(() -> done(client.routes().history("r1"))).cause().isInstanceOf(Blocked.class);
        assertThatThrownBy(() -> done(client.nodes().connections("n1"))).cause().isInstanceOf(Blocked.class);
        assertThatThrownBy(() -> done(client.users().timeline("u1", null, 10))).cause().isInstanceOf(Blocked.class);
    }

    @Test
    void bookOfACapsuleIsCountedGatheredAndSearchedByItsRanges() throws Exception {
        ConsoleClient client = opened(SqliteCapsule.open(file));
        AuditEntry made = done(client.audit().find("action:route.create", FIRST)).items().getFirst();
        long all = done(client.audit().find("", FIRST)).total();

        assertThat(all).isGreaterThan(1);
        assertThat(done(client.audit().find("-action:route.create", FIRST)).total()).isEqualTo(all - 1);
        assertThat(done(client.audit().find("offset:" + made.position().offset() + " time:>=" + made.event().time(),
                FIRST)).items()).containsExactly(made);
        assertThat(done(client.audit().topics()).items()).singleElement()
                .satisfies(topic -> assertThat(topic.records()).isEqualTo(all));
        assertThat(done(client.audit().counts("(action:route.create) outcome:accepted", null, null, 96)).items())
                .singleElement().satisfies(bucket -> assertThat(bucket.count()).isEqualTo(1));
        assertThat(done(client.audit().groups("action:route.create", AuditExchange.GroupBy.ACTOR, 10)).items())
                .singleElement().satisfies(group -> assertThat(group.label()).isEqualTo(TestConsole.ADMIN));
        assertThat(done(client.audit().complete("act", 3)).items()).isEmpty();
        assertThat(done(client.traces().find(String.valueOf(made.event().traceId()))).records()).contains(made);
        assertThatThrownBy(() -> done(client.audit().find("(route", FIRST))).cause()
                .isInstanceOf(ServerProblem.class);
    }

    @Test
    void partThatWasChangedIsNamedAndWhatIsNoCapsuleIsRefused() throws Exception {
        Path forged = Files.copy(file, folder.resolve("forged.db"));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + forged);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "UPDATE entry SET body = replace(body, 'in-capsule', 'forged') WHERE part = 'routes'");
        }
        assertThat(SqliteCapsule.open(forged).info().broken()).containsExactly("routes");
        Path other = folder.resolve("other.db");
        Files.writeString(other, "no database");
        assertThatThrownBy(() -> SqliteCapsule.open(other)).isInstanceOf(FileTrouble.class);
    }
}
