package dev.gatehouse.ui.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.WindowRows;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.time.Duration;
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
                .isEqualTo(Sentence.verbatim("Sessions can be sorted by ip."));
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
        model.ended().apply(3, List.of(Rows.ended("s1", "alice", "client", "closed"),
                Rows.ended("s2", "bob", "root", "spam in the lobby"), Rows.ended("s3", "carol", "system", "too slow")));

        model.ended().initiatorProperty().set(EndedSessions.Initiator.OPERATOR);
        assertThat(model.ended().rows()).extracting(row -> row.session().username()).containsExactly("bob");

        model.ended().initiatorProperty().set(EndedSessions.Initiator.ANYBODY);
        model.ended().searchProperty().set("slow carol");
        assertThat(model.ended().rows()).extracting(row -> row.session().sid()).containsExactly("s3");
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
