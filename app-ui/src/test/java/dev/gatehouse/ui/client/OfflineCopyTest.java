package dev.gatehouse.ui.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.model.api.IntentsExchange;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.api.Page;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.intent.IntentKind;
import dev.gatehouse.model.intent.IntentState;
import dev.gatehouse.model.user.UserState;
import dev.gatehouse.ui.MemoryCache;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.StubServer;
import dev.gatehouse.ui.cache.sqlite.SqliteCacheFolder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a console keeps of its server. */
class OfflineCopyTest {

    private static final URI SERVER = URI.create("http://127.0.0.1:9");
    private static final Intent EDIT = new Intent("01HZZZZZZZZZZZZZZZZZZZZZZZ", IntentKind.USER_UPDATE, "u1", "ann", 1L,
            null, null, "root", Rows.NOON, Rows.NOON.plusSeconds(3600), IntentState.WAITING, null, null, null);

    @TempDir
    private Path folder;

    private final StubServer server = new StubServer();
    private final MemoryCache cache = new MemoryCache();

    @AfterEach
    void stop() {
        server.close();
    }

    private static <T> T done(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Intent> edited(ConsoleClient client, String target) {
        return client.intents().keep(new IntentCalls.Wish(IntentKind.USER_UPDATE, target, target, 1L,
                new UsersExchange.UpdateRequest("Ann", null, null), null));
    }

    @Test
    void callerNeverWaitsForTheDisk() throws Exception {
        server.on("GET", UsersExchange.PATH,
                body -> new Page<>(1, List.of(Rows.user("u1", "ann", UserState.ACTIVE)), null));
        ConsoleClient client = server.signedIn(Role.ADMIN, cache);
        UserCalls.Search all = new UserCalls.Search(null, null, null, null, null);
        done(client.users().list(all, null, 10));
        server.close();

        for (int time = 0; time < 4; time++) {
            assertThat(done(client.users().list(all, null, 10)).items()).hasSize(1);
        }
        Intent kept = done(edited(client, "u1"));
        assertThat(done(client.intents().here())).isEqualTo(1);
        assertThat(done(client.intents().list()).here()).hasSize(1);
        done(client.intents().revise(kept, 1L, Objects.requireNonNull(kept.body()), null));
        done(client.intents().handIn());
        done(client.intents().drop(kept));
        done(client.leave(true));

        assertThat(cache.users()).isNotEmpty().doesNotContain(Thread.currentThread());
    }

    @Test
    void changeThatTheNodeCannotTakeNowIsHandedInAgainAndOneThatItRefusesStays() throws Exception {
        AtomicReference<Object> answer = new AtomicReference<>(StubServer.problem(503, "draining", "It leaves."));
        server.on("POST", IntentsExchange.PATH, body -> Objects.requireNonNull(answer.get()));
        ConsoleClient client = server.signedIn(Role.ADMIN, cache);
        cache.put(EDIT);

        for (Object passing : List.of(StubServer.problem(503, "draining", "It leaves."),
                StubServer.problem(429, "busy", "Too many."), StubServer.problem(404, "foreign", "A proxy's page."))) {
            answer.set(passing);
            assertThat(done(client.intents().handIn())).isEqualTo(new IntentCalls.Handed(0, 0));
            assertThat(cache.intents()).containsExactly(EDIT);
        }
        answer.set(StubServer.problem(422, "invalid", "No such field."));
        assertThat(done(client.intents().handIn())).isEqualTo(new IntentCalls.Handed(0, 1));
        assertThat(cache.intents()).singleElement().satisfies(refused -> {
            assertThat(refused.state()).isEqualTo(IntentState.REFUSED);
            assertThat(refused.detail()).isEqualTo("No such field.");
        });
        cache.put(EDIT);
        answer.set(new IntentsExchange.Kept(EDIT, new Receipt("gatehouse.audit", 0, 1)));
        assertThat(done(client.intents().handIn())).isEqualTo(new IntentCalls.Handed(1, 0));
        assertThat(cache.intents()).isEmpty();
    }

    @Test
    void passwordIsNotKept() throws Exception {
        ConsoleClient client = server.signedIn(Role.ADMIN, cache);
        client.conditions().server(false);

        assertThatThrownBy(() -> done(client.intents()
                .keep(new IntentCalls.Wish(IntentKind.USER_CREATE, null, "ann", null, null, null)))).cause()
                .isInstanceOf(Blocked.class);
    }

    @Test
    void changesStayWhereNobodyCouldBeAskedAndComeBackUnderAnEarlierPassword() throws Exception {
        SqliteCacheFolder caches = new SqliteCacheFolder(folder);
        ConsoleCache first = caches.begin(SERVER, "root", "first password");
        first.keep("/api/v1/users", "[]", Rows.NOON);
        first.put(EDIT);
        first.wipeAnswers();
        assertThat(first.find("/api/v1/users")).isNull();
        assertThat(first.intents()).containsExactly(EDIT);
        first.close();

        ConsoleCache second = caches.begin(SERVER, "root", "second password");

        assertThat(second.intents()).isEmpty();
        assertThat(caches.sealed(SERVER, "root")).isEqualTo(1);
        assertThat(caches.sealed(SERVER, "somebody else")).isZero();
        assertThat(caches.unseal(SERVER, "root", "no password of hers", second)).isZero();
        assertThat(caches.unseal(SERVER, "root", "first password", second)).isEqualTo(1);
        assertThat(second.intents()).containsExactly(EDIT);
        assertThat(caches.sealed(SERVER, "root")).isZero();
        second.remove(EDIT.id());
        second.wipeAnswers();
        try (Stream<Path> files = Files.list(folder.resolve("offline"))) {
            assertThat(files).isEmpty();
        }
    }
}
