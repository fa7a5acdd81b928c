package dev.gatehouse.ui.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.SessionsExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.StubServer;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.WindowRows;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class SessionViewModelTest {

    private final ConsoleClient client = TestConsole.clientOfNobody();
    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();
    private final Notices notices = new Notices();
    private final SessionViewModel model = TestSessions.model(client, tasks, notices);

    @Test
    void markedSessionsStayMarkedWhenRowsMove() {
        Session alice = Rows.session("s1", "alice");
        Session bob = Rows.session("s2", "bob");
        model.online().apply(Rows.window(alice, bob));
        model.mark(bob, true);

        model.online().apply(Rows.window(bob, alice));

        assertThat(model.marked()).containsOnlyKeys("s2");
    }

    @Test
    void pauseHoldsTheRowsAndGoingOnShowsTheNewest() {
        model.online().apply(Rows.window(Rows.session("s1", "alice")));
        model.online().pausedProperty().set(true);
        model.online().apply(Rows.window(Rows.session("s2", "bob")));
        assertThat(model.online().rows()).extracting(Session::username).containsExactly("alice");

        model.online().pausedProperty().set(false);

        assertThat(model.online().rows()).extracting(Session::username).containsExactly("bob");
    }

    @Test
    void searchGoesToTheServerOnceTypingHasStopped() {
        model.searchProperty().set("al");
        model.searchProperty().set("alice");
        assertThat(model.online().query().query()).isNull();

        tasks.timePasses();

        assertThat(model.online().query().query()).isEqualTo("alice");
    }

    @Test
    void kindAndOrderGoToTheServer() {
        model.kindProperty().set(SessionViewModel.KindFilter.APP);
        model.sortBy("-lastSeenAt");

        assertThat(model.online().query().query()).isEqualTo("kind:app");
        assertThat(model.online().query().sort()).isEqualTo("-lastSeenAt");
    }

    @Test
    void pagesTurnWithinTheWholeList() {
        List<Session> page = List.of(Rows.session("s1", "alice"));
        model.online().apply(new WindowRows<>(page, 250, 0, Rows.NOON, null));
        assertThat(model.place().hasBefore()).isFalse();

        model.pageAfter();

        assertThat(model.online().query().offset()).isEqualTo(SessionViewModel.PAGE);
        assertThat(model.place().hasBefore()).isTrue();
    }

    @Test
    void refusedWindowKeepsTheRowsAndSaysWhy() {
        model.online().apply(Rows.window(Rows.session("s1", "alice")));
        Problem problem = new Problem("t", "t", 422, "Sessions can be sorted by ip.", "invalid", "", List.of(), null,
                null, null);

        model.online().apply(new WindowRows<>(List.of(), 0, 0, Rows.NOON, problem));

        assertThat(model.online().rows()).hasSize(1);
        assertThat(model.online().load().stateProperty().get()).isEqualTo(Load.State.FAILED);
        assertThat(model.online().load().failureProperty().get())
                .isEqualTo(Sentence.of("problem.invalid", "Sessions can be sorted by ip."));
    }

    @Test
    void kickThatFailsOffersToTryAgain() {
        List<Notices.Notice> told = new CopyOnWriteArrayList<>();
        notices.listen(told::add);

        model.actions().kick(List.of(Rows.session("s1", "alice")), "spam");

        await().until(() -> !told.isEmpty());
        assertThat(told.getFirst().tone()).isEqualTo(Notices.Tone.FAILED);
        assertThat(told.getFirst().retry()).isNotNull();
    }

    @Test
    void wordThatThereIsNotIsToldAndNotSentToTheServer() {
        model.searchProperty().set("nod:node-1");
        tasks.timePasses();

        assertThat(model.faultProperty().get())
                .extracting(Sentence::key).isEqualTo("session.words.key");
        assertThat(model.online().query().query()).isNull();

        model.searchProperty().set("kind:robot");
        assertThat(model.faultProperty().get()).extracting(Sentence::key).isEqualTo("session.words.kind");

        model.searchProperty().set("fe80::1 node:node-1");
        tasks.timePasses();
        assertThat(model.faultProperty().get()).isNull();
        assertThat(model.online().query().query()).isEqualTo("fe80::1 node:node-1");
    }

    @Test
    void wordsAreProposedAsTheyAreTyped() {
        model.searchProperty().set("alice ki");
        assertThat(model.proposals()).containsExactly("kind:");

        model.propose("kind:");
        assertThat(model.searchProperty().get()).isEqualTo("alice kind:");
        assertThat(model.proposals()).containsExactly("kind:web", "kind:app", "kind:admin");
        tasks.timePasses();
        assertThat(model.online().query().query()).isEqualTo("alice");

        model.propose("kind:app");
        tasks.timePasses();
        assertThat(model.online().query().query()).isEqualTo("alice kind:app");
    }

    @Test
    void everyRowOfThePageCanBeMarkedAtOnceButNoneOfThePast() {
        model.online().apply(Rows.window(Rows.session("s1", "alice"), Rows.session("s2", "bob")));
        model.markPage();
        assertThat(model.marked()).containsOnlyKeys("s1", "s2");

        model.marked().clear();
        model.modeProperty().set(SessionViewModel.Mode.PAST);
        model.snapshot().apply(List.of(Rows.session("s3", "carol")),
                new Snapshot.Taken(Rows.NOON, 1, 0, Rows.NOON));
        model.markPage();

        assertThat(model.marked()).isEmpty();
        assertThat(model.place().words()).isEqualTo("1–1");
    }

    @Test
    void endedSessionsAreFoundByWhoEndedThemAndWhy() {
        try (StubServer server = new StubServer()) {
            server.on("GET", SessionsExchange.ENDED_PATH, body -> new SessionsExchange.Ended(1,
                    List.of(Rows.ended("s2", "bob", "root", "spam in the lobby"))));
            SessionViewModel other = TestSessions.model(server.signedIn(Role.OPERATOR), tasks, notices);

            other.ended().initiatorProperty().set(EndedSessions.Initiator.OPERATOR);
            other.ended().searchProperty().set("spam bob");
            assertThat(other.ended().isFiltered()).isTrue();
            tasks.timePasses();

            await().until(() -> other.ended().rows().size() == 1);
            await().untilAsserted(() -> assertThat(server.asked())
                    .anyMatch(call -> call.contains("ended?q=spam+bob+by%3Aoperator")));
        }
    }

    @Test
    void sessionThatIsOverSaysSoAtOnceAndHowAsSoonAsThatIsKnown() {
        Session alice = Rows.session("s1", "alice");
        try (StubServer server = new StubServer()) {
            SessionViewModel other = TestSessions.model(server.signedIn(Role.OPERATOR), tasks, notices);
            server.on("GET", SessionsExchange.ENDED_PATH, body -> new SessionsExchange.Ended(0, List.of()));
            other.activate();
            other.focusedProperty().set(alice);
            await().until(() -> other.end().overProperty().get());
            await().until(() -> server.asked().stream().anyMatch(call -> call.contains("ended?q=s1")));
            assertThat(other.end().howProperty().get()).isNull();

            server.on("GET", SessionsExchange.ENDED_PATH, body -> new SessionsExchange.Ended(1,
                    List.of(Rows.ended("s1", "alice", "root", "spam"))));
            await().until(() -> {
                tasks.timePasses();
                return other.end().howProperty().get() != null;
            });

            other.focusedProperty().set(Rows.session("s2", "bob"));
            assertThat(other.end().howProperty().get()).isNull();
            other.deactivate();
        }
    }

    @Test
    void pastHasNeitherTheSocketNorTheFocusOfThePresent() {
        model.focusedProperty().set(Rows.session("s1", "alice"));
        model.activate();
        model.socket().apply(Rows.socket("s1", 100));

        model.modeProperty().set(SessionViewModel.Mode.PAST);
        assertThat(model.focusedProperty().get()).isNull();
        assertThat(model.socket().detailProperty().get()).isNull();

        model.focusedProperty().set(Rows.session("s2", "bob"));
        assertThat(model.socket().detailProperty().get()).isNull();
        model.deactivate();
    }

    @Test
    void agesAreWordsToo() {
        model.searchProperty().set("since:<10");
        tasks.timePasses();
        assertThat(model.faultProperty().get()).as("being typed").isNull();
        assertThat(model.online().query().query()).isNull();

        model.searchProperty().set("since:<10m seen:>30s");
        tasks.timePasses();
        assertThat(model.online().query().query()).isEqualTo("since:<10m seen:>30s");

        model.searchProperty().set("seen:soon alice");
        assertThat(model.faultProperty().get()).extracting(Sentence::key).isEqualTo("session.words.age");

        model.searchProperty().set("seen:");
        assertThat(model.proposals()).contains("seen:>30s");
    }

    @Test
    void cellsNameWordsThatTheSearchIsNarrowedBy() {
        Session alice = Rows.session("s1", "alice");
        Instant later = Rows.NOON.plusSeconds(100);
        assertThat(SessionWords.of(alice, "node", later)).containsExactly("node:node-1");
        assertThat(SessionWords.of(alice, "connectedAt", later)).containsExactly("since:<2m", "since:>2m");
        assertThat(SessionWords.of(alice, "rooms", later)).containsExactly("room:lobby");
        assertThat(SessionWords.of(alice, null, later)).contains("user:alice", "kind:web", "agent:Firefox", "s1");

        model.searchProperty().set("al node:node-2");
        model.narrow("node:node-1");
        tasks.timePasses();
        assertThat(model.online().query().query()).isEqualTo("al node:node-1");
    }

    @Test
    void momentGoesBackInStepsAndNeverIntoTheFuture() {
        model.modeProperty().set(SessionViewModel.Mode.PAST);
        assertThat(model.moment().chosenProperty().get()).isEqualTo(Rows.NOON);

        model.moment().go(Duration.ofMinutes(-5));
        assertThat(model.moment().chosenProperty().get()).isEqualTo(Rows.NOON.minusSeconds(300));

        model.moment().go(Duration.ofHours(1));
        assertThat(model.moment().chosenProperty().get()).isEqualTo(Rows.NOON);

        model.moment().timeOfDayProperty().set("25:00");
        assertThat(model.moment().faultProperty().get()).extracting(Sentence::key).isEqualTo("session.momentFault");
        assertThat(model.moment().chosenProperty().get()).isEqualTo(Rows.NOON);
    }

    @Test
    void ratesAreTakenFromTwoAnswersOfTheSocket() {
        model.socket().apply(Rows.socket("s1", 100));
        model.socket().apply(Rows.socket("s1", 120));

        assertThat(model.socket().ratesProperty().get().messagesIn()).isPositive();
        assertThat(model.socket().detailProperty().get()).extracting(detail -> detail.frames().size()).isEqualTo(2);
    }
}
