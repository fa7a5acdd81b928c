package dev.gatehouse.ui.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.WindowQuery;
import dev.gatehouse.ui.client.WindowRows;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveListTest {

    private final ConsoleClient client = TestConsole.clientOfNobody();
    private final LiveList<Session> list = new LiveList<>(TestConsole.feedOfNobody(client), new SameThreadTaskRunner(),
            LiveExchange.View.SESSIONS, Session.class, WindowQuery.first(10));

    private static WindowRows<Session> state(String sid, boolean anew) {
        return new WindowRows<>(List.of(Rows.session(sid, "alice")), 1, 0, Rows.NOON, null, anew);
    }

    private List<String> shown() {
        return list.rows().stream().map(Session::sid).toList();
    }

    @Test
    void whatIsAskedForWhilePausedIsShownAndThenStandsStillAgain() {
        list.apply(state("s1", true));
        list.pausedProperty().set(true);
        list.apply(state("s2", false));
        assertThat(shown()).containsExactly("s1");

        list.move(new WindowQuery("node:a", null, 0, 10));
        list.apply(state("s3", false));
        assertThat(shown()).as("still the old window").containsExactly("s1");
        list.apply(state("s4", true));
        assertThat(shown()).containsExactly("s4");
        list.apply(state("s5", false));
        assertThat(shown()).containsExactly("s4");

        list.pausedProperty().set(false);
        assertThat(shown()).containsExactly("s5");
    }

    @Test
    void refusalIsToldWhilePaused() {
        list.pausedProperty().set(true);

        list.apply(new WindowRows<>(List.of(), 0, 0, Rows.NOON, new Problem("t", "t", 422, "No.", "invalid", "",
                List.of(), null, null, null)));

        assertThat(list.load().stateProperty().get()).isEqualTo(Load.State.FAILED);
    }

    @Test
    void ageOfTheRowsIsTold() {
        list.apply(new WindowRows<>(List.of(), 0, 12_000, Rows.NOON, null, false));

        assertThat(list.ageProperty().get()).isEqualTo(12_000);
        assertThat(list.dataAtProperty().get()).isEqualTo(Rows.NOON.minusSeconds(12));
    }

    @Test
    void windowThatWasPassedOverLeavesWordThatItWasMoved() {
        assertThat(state("s2", false).after(state("s1", true)).anew()).isTrue();
        assertThat(state("s2", false).after(state("s1", false)).anew()).isFalse();
    }
}
