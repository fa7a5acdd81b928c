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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class SessionViewModelTest {

    private final ConsoleClient client = TestConsole.clientOfNobody();
    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();
    private final Notices notices = new Notices();
    private final SessionViewModel model = new SessionViewModel(client, TestConsole.feedOfNobody(client), tasks,
            notices);

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
        assertThat(model.hasBefore()).isFalse();

        model.pageAfter();

        assertThat(model.online().query().offset()).isEqualTo(SessionViewModel.PAGE);
        assertThat(model.hasBefore()).isTrue();
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

        model.kick(List.of(Rows.session("s1", "alice")), "spam");

        await().until(() -> !told.isEmpty());
        assertThat(told.getFirst().tone()).isEqualTo(Notices.Tone.FAILED);
        assertThat(told.getFirst().retry()).isNotNull();
    }
}
