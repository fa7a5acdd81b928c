package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.RouteReplayExchange;
import dev.gatehouse.model.api.RouteReplayExchange.Caller;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.StubServer;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay against a server that says what the test wants. */
class ReplayModelTest {

    private final StubServer server = new StubServer();
    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();
    private final RouteReplay replay = replay(tasks);

    @AfterEach
    void stop() {
        server.close();
    }

    private RouteReplay replay(TaskRunner runner) {
        return new RouteReplay(server.signedIn(Role.VIEWER), runner, new Notices(),
                new ReplaySpan(Clock.fixed(Rows.NOON, ZoneOffset.UTC), ZoneOffset.UTC));
    }

    private static RouteDraft draft(String id, Route edited, String comment) {
        RouteFormModel form = new RouteFormModel(edited);
        form.commentProperty().set(comment);
        return new RouteDraft(id, edited, form.draft(), Rows.NOON);
    }

    private RouteReplay.Step.Over over() {
        await().until(() -> replay.stepProperty().get() instanceof RouteReplay.Step.Over);
        return (RouteReplay.Step.Over) replay.stepProperty().get();
    }

    @Test
    void whatIsTypedIsAskedAboutWithAsManyRequestsAsWanted() {
        server.on("POST", RouteReplayExchange.PATH, body -> Replays.found());
        RouteFormModel form = new RouteFormModel(Rows.route("01A", "/orders/:id"));
        form.pathProperty().set("/orders/*rest");

        replay.ask(ReplaySubject.of(form));

        assertThat(over().found()).isEqualTo(Replays.found());
        assertThat(server.asked().getLast()).contains("\"id\":\"01A\"", "\"path\":\"/orders/*rest\"", "\"last\":1000");
        replay.reachProperty().set(RouteReplay.Reach.HUNDRED);
        await().until(() -> over().reach() == RouteReplay.Reach.HUNDRED);
        assertThat(server.asked().getLast()).contains("\"last\":100,\"named\":1000}");
    }

    @Test
    void timeThatIsTypedIsAskedAboutOnceItCanBeRead() {
        server.on("POST", RouteReplayExchange.PATH, body -> Replays.found());
        replay.ask(ReplaySubject.of(draft("1", Rows.route("01A", "/a"), "x")));
        over();

        replay.reachProperty().set(RouteReplay.Reach.SPAN);

        await().until(() -> over().reach() == RouteReplay.Reach.SPAN);
        assertThat(replay.span().fromProperty().get()).isEqualTo("2026-11-21 11:00:00");
        assertThat(server.asked().getLast()).contains("\"last\":10000,\"from\":\"2026-11-21T11:00:00Z\",\"named\"");
        int asked = server.asked().size();
        replay.span().toProperty().set("noon");
        tasks.timePasses();
        assertThat(replay.span().faultProperty().get()).isEqualTo(Sentence.of("range.timeFault"));
        assertThat(replay.stepProperty().get()).isEqualTo(new RouteReplay.Step.Resting());
        replay.span().toProperty().set("10:00");
        tasks.timePasses();
        assertThat(replay.span().faultProperty().get()).isEqualTo(Sentence.of("range.orderFault"));
        assertThat(server.asked()).hasSize(asked);
        replay.span().toProperty().set("11:30");
        tasks.timePasses();
        await().until(() -> replay.stepProperty().get() instanceof RouteReplay.Step.Over);
        assertThat(server.asked().getLast()).contains("\"to\":\"2026-11-21T11:30:00Z\"");
    }

    @Test
    void proposedTimeMovesOnWithTheClockAndATypedOneDoesNot() {
        AtomicReference<Instant> now = new AtomicReference<>(Rows.NOON);
        InstantSource source = now::get;
        ReplaySpan span = new ReplaySpan(source.withZone(ZoneOffset.UTC), ZoneOffset.UTC);
        span.propose();
        assertThat(span.fromProperty().get()).isEqualTo("2026-11-21 11:00:00");

        now.set(Rows.NOON.plus(Duration.ofHours(3)));
        span.propose();
        assertThat(span.fromProperty().get()).isEqualTo("2026-11-21 14:00:00");

        span.fromProperty().set("2026-11-21 10:00:00");
        span.propose();
        assertThat(span.fromProperty().get()).isEqualTo("2026-11-21 10:00:00");
    }

    @Test
    void howManyAreNamedIsKnownWhereSomeAreNot() {
        assertThat(RouteReplay.requestsNamed(Replays.found())).hasValue(2);
        assertThat(RouteReplay.callersNamed(Replays.found())).hasValue(1);
        assertThat(RouteReplay.callersNamed(Replays.by("mallory"))).isEmpty();
    }

    @Test
    void changesAreCountedByKindByDoorAndByCaller() {
        RouteReplayExchange.Response found = Replays.found();

        assertThat(RouteReplay.effects(found)).extracting(RouteReplay.Bar::key, RouteReplay.Bar::count)
                .containsExactly(tuple("route.replay.gained", 0L),
                        tuple("route.replay.lost", 20L),
                        tuple("route.replay.moved", 0L),
                        tuple("route.replay.altered", 60L));
        assertThat(RouteReplay.doors(found)).extracting(RouteReplay.Bar::count).containsExactly(25L, 0L, 55L);
        assertThat(RouteReplay.effects(found).getLast().part()).isEqualTo(0.75);
        assertThat(RouteReplay.callers(found)).containsExactly(new Caller("01M", "mallory", 45),
                new Caller(null, "10.0.0.9", 20));
        assertThat(RouteReplay.requests(found)).extracting(changed -> changed.request().path())
                .containsExactly("/orders/42", "/old", "/orders/41");
    }

    @Test
    void whatIsWrongWithADraftIsSaidOfItsRoute() {
        server.on("POST", RouteReplayExchange.PATH,
                body -> new Problem("t", "t", 422, "no", "invalid-input", "",
                        List.of(new FieldError("edits[1].draft.upstreams", "needs at least one.")), null, null, null));

        replay.ask(ReplaySubject.ofAll(List.of(draft("3", Rows.route("01A", "/a"), "newest"),
                draft("2", Rows.route("01B", "/b"), "other"), draft("1", Rows.route("01A", "/a"), "older"))));

        await().until(() -> replay.stepProperty().get() instanceof RouteReplay.Step.Failed);
        assertThat(((RouteReplay.Step.Failed) replay.stepProperty().get()).why().verbatim())
                .isEqualTo("GET */b: upstreams needs at least one.");
        assertThat(server.asked().getLast()).contains("newest", "other").doesNotContain("older");
    }

    @Test
    void answerThatNobodyWaitsForIsPassedOver() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        server.on("POST", RouteReplayExchange.PATH, body -> {
            asked.countDown();
            try {
                assertThat(answer.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return Replays.found();
        });
        AtomicInteger arrived = new AtomicInteger();
        RouteReplay slow = replay(new TaskRunner() {

            @Override
            public void run(Runnable task) {
                tasks.run(task);
                arrived.incrementAndGet();
            }

            @Override
            public Handle after(Duration delay, Runnable task) {
                return tasks.after(delay, task);
            }

            @Override
            public Handle every(Duration period, Runnable task) {
                return tasks.every(period, task);
            }
        });
        slow.ask(ReplaySubject.of(draft("1", Rows.route("01A", "/a"), "x")));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        int before = arrived.get();
        slow.stop();
        answer.countDown();

        await().until(() -> arrived.get() > before);
        assertThat(slow.stepProperty().get()).isEqualTo(new RouteReplay.Step.Resting());
        server.on("POST", RouteReplayExchange.PATH, body -> Replays.nothing(7));
        slow.run();
        await().until(() -> slow.stepProperty().get()
                .equals(new RouteReplay.Step.Over(RouteReplay.Reach.THOUSAND, Replays.nothing(7))));
    }

    @Test
    void tableIsSavedWithoutFormulas(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("replay.csv");

        replay.save(Replays.found(), file);

        await().until(() -> Files.exists(file));
        assertThat(Files.readString(file)).isEqualTo("""
                                                     effect,before,after,requests,shut,opened,callers,newest\r
                                                     altered,GET */orders/:id,GET */orders/:id,60,25,0,mallory 45,\
                                                     2026-11-21T12:00:00Z GET /orders/42; \
                                                     2026-11-21T11:59:00Z GET /orders/41\r
                                                     lost,GET */old,,20,0,0,10.0.0.9 20,2026-11-21T11:59:30Z GET /old\r
                                                     """);
        RouteReplayExchange.Response risky = Replays.by("=HYPERLINK(\"x\")");
        assertThat(ReplayFile.text(risky)).contains("\"'=HYPERLINK(\"\"x\"\") 1\"");
    }
}
