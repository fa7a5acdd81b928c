package dev.gatehouse.ui.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.health.Stats;
import dev.gatehouse.model.user.User;
import dev.gatehouse.ui.SilentWire;
import dev.gatehouse.ui.TestConsole;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The console's client against a real node. */
@Execution(ExecutionMode.CONCURRENT)
class ConsoleClientTest {

    @TempDir
    private static Path data;

    private static TestConsole console;

    @BeforeAll
    static void start() throws Exception {
        console = TestConsole.start(data);
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void wrongPasswordIsTheServersSentence() {
        assertThatThrownBy(() -> console.client().login(TestConsole.ADMIN, "wrong").get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(ServerProblem.class, problem -> {
                    assertThat(problem.is(ErrorCode.BAD_CREDENTIALS)).isTrue();
                    assertThat(problem).hasMessageContaining("password");
                });
    }

    @Test
    void serverThatIsAwayIsNamed() {
        assertThatThrownBy(
                () -> TestConsole.clientOfNobody().login("a", "b").get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("http://127.0.0.1:9");
    }

    @Test
    void callWithoutSignInIsRefusedHere() {
        assertThatThrownBy(() -> console.client().reads().health().get(10, TimeUnit.SECONDS)).cause()
                .isInstanceOf(SignedOut.class);
    }

    @Test
    void accessTokenIsRenewedBeforeItIsOver() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        InstantSource source = now::get;
        Clock clock = source.withZone(ZoneOffset.UTC);
        ConsoleClient client = new ConsoleClient(console.uri(), console.http(), clock);
        client.login(TestConsole.ADMIN, TestConsole.PASSWORD).get(10, TimeUnit.SECONDS);
        String first = client.accessToken().get(10, TimeUnit.SECONDS);
        now.updateAndGet(before -> before.plus(Duration.ofMinutes(14)));

        String second = client.accessToken().get(10, TimeUnit.SECONDS);

        assertThat(second).isNotEqualTo(first);
        assertThat(client.reads().health().get(10, TimeUnit.SECONDS).node()).isEqualTo(console.server().node());
    }

    @Test
    void sessionThatWasEndedElsewhereTellsTheListener() throws Exception {
        ConsoleClient client = console.signedIn();
        List<String> told = new CopyOnWriteArrayList<>();
        client.onSignedOut(() -> told.add("out"));
        ConsoleClient other = console.signedIn();
        User me = Objects.requireNonNull(client.operator());
        other.users().logout(me.id()).get(10, TimeUnit.SECONDS);

        assertThatThrownBy(() -> client.reads().health().get(10, TimeUnit.SECONDS)).cause()
                .isInstanceOf(SignedOut.class);
        assertThat(told).containsExactly("out");
    }

    @Test
    void liveWindowShowsWhatChanges() throws Exception {
        ConsoleClient client = console.signedIn();
        AtomicReference<List<AuditEntry>> rows = new AtomicReference<>(List.of());
        AtomicReference<List<Stats>> stats = new AtomicReference<>(List.of());
        try (LiveClient live = console.feed(client)) {
            live.open(LiveExchange.View.AUDIT, AuditEntry.class, WindowQuery.first(50),
                    state -> rows.set(state.rows()));
            live.open(LiveExchange.View.STATS, Stats.class, WindowQuery.first(5), state -> stats.set(state.rows()));
            live.start();
            await().until(() -> live.state().status() == LiveState.Status.LIVE);

            client.users()
                    .create(new UsersExchange.CreateRequest("seen-live", "open sesame", null, null, null))
                    .get(10, TimeUnit.SECONDS);

            await().untilAsserted(() -> assertThat(rows.get()).anySatisfy(entry -> {
                assertThat(entry.event().data().action()).isEqualTo("user.create");
                assertThat(String.valueOf(entry.event().data().after())).contains("seen-live");
            }));
            await().until(() -> !stats.get().isEmpty());
        }
        assertThat(client.operator()).isNotNull();
    }

    @Test
    void feedOnWhichNothingComesAnyMoreIsAway() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        try (SilentWire wire = new SilentWire(console.uri())) {
            ConsoleClient client = new ConsoleClient(wire.uri(), console.http(), Clock.systemUTC());
            client.login(TestConsole.ADMIN, TestConsole.PASSWORD).get(10, TimeUnit.SECONDS);
            InstantSource source = now::get;
            try (LiveClient live = new LiveClient(client, console.timer(), source.withZone(ZoneOffset.UTC))) {
                live.start();
                await().until(() -> live.state().status() == LiveState.Status.LIVE);

                wire.fallSilent();
                now.set(now.get().plusSeconds(11));

                await().until(() -> live.state().status() != LiveState.Status.LIVE);
            }
        }
    }

    @Test
    void feedSaysThatTheServerWentAway(@TempDir Path elsewhere) throws Exception {
        AtomicReference<Integer> updates = new AtomicReference<>(0);
        LiveClient live;
        try (TestConsole first = TestConsole.start(elsewhere)) {
            live = new LiveClient(first.signedIn(), console.timer(), Clock.systemUTC());
            live.open(LiveExchange.View.STATS, Stats.class, WindowQuery.first(5),
                    state -> updates.updateAndGet(count -> count + 1));
            live.start();
            await().until(() -> updates.get() > 0);
        }
        await().until(() -> live.state().status() == LiveState.Status.AWAY);
        live.close();
        assertThat(live.state().status()).isEqualTo(LiveState.Status.OFF);
    }
}
