package dev.gatehouse.ui.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.api.CapsuleExchange;
import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.api.RoutesExchange;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A capsule of a real node in a console without one. */
class CapsuleClientTest {

    private static final AuditCalls.PageOf FIRST = new AuditCalls.PageOf(AuditExchange.Order.NEWEST, false, null, 10);

    @TempDir
    private Path folder;

    private Path exported() throws Exception {
        Path file = folder.resolve("capsule.db");
        try (TestConsole console = TestConsole.start(folder.resolve("node"))) {
            ConsoleClient client = console.signedIn();
            client.routes()
                    .create(new RoutesExchange.Draft("GET", "*", "/in-capsule", null, null,
                            List.of("http://127.0.0.1:9"), null, true, null))
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
        return file;
    }

    private static ConsoleClient opened(SqliteCapsule capsule) {
        User viewer = new User("c", "capsule", null, null, Set.of(Role.VIEWER), UserState.ACTIVE, null, null, Rows.NOON,
                Rows.NOON, 1);
        return ConsoleClient.of(capsule.info(), capsule, viewer, java.net.http.HttpClient.newHttpClient(),
                Clock.systemUTC());
    }

    @Test
    void capsuleShowsItsAuditAndRoutesAndNothingCanBeChanged() throws Exception {
        SqliteCapsule capsule = SqliteCapsule.open(exported());
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

    @Test
    void partThatWasChangedIsNamedAndWhatIsNoCapsuleIsRefused() throws Exception {
        Path file = exported();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "UPDATE entry SET body = replace(body, 'in-capsule', 'forged') WHERE part = 'routes'");
        }
        assertThat(SqliteCapsule.open(file).info().broken()).containsExactly("routes");
        Path other = folder.resolve("other.db");
        Files.writeString(other, "no database");
        assertThatThrownBy(() -> SqliteCapsule.open(other)).isInstanceOf(FileTrouble.class);
    }
}
