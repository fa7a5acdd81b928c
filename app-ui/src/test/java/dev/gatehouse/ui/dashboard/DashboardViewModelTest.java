package dev.gatehouse.ui.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.health.DependencyState;
import dev.gatehouse.model.health.Stats;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.client.WindowRows;
import dev.gatehouse.ui.node.NodesViewModel;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.text.Messages;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DashboardViewModelTest {

    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();
    private final ConsoleClient client = TestConsole.clientOfNobody();
    private final LiveClient live = TestConsole.feedOfNobody(client);
    private final NodesViewModel nodes = new NodesViewModel(client, live, tasks, new Notices());
    private final DashboardViewModel model = new DashboardViewModel(live, tasks, nodes);

    private void second(long second, long online) {
        Stats stats = Rows.stats(second, online);
        model.stats().apply(new WindowRows<>(List.of(stats), 300, 0, stats.at(), null));
    }

    @Test
    void secondsAddUpToAHistoryOfFiveMinutes() {
        for (long second = 0; second < 400; second++) {
            second(second, second);
        }

        assertThat(model.history(Stats::online)).hasSize(301);
        assertThat(model.history(Stats::online).getLast().getValue()).isEqualTo(399);
    }

    @Test
    void secondThatComesTwiceCountsOnce() {
        second(1, 10);
        model.stats().apply(new WindowRows<>(List.of(Rows.stats(1, 10), Rows.stats(2, 11)), 300, 0, Rows.NOON, null));

        assertThat(model.history(Stats::online)).hasSize(2);
    }

    @Test
    void messagesPerSecondHaveTheirHistory() {
        second(1, 10);

        assertThat(model.history(Stats::messages)).singleElement().extracting(Map.Entry::getValue).isEqualTo(40.0);
    }

    @Test
    void alarmIsSaidInTheLanguageSpoken() {
        model.health().apply(Rows.window(Rows.health(DependencyState.DEGRADED)));

        assertThat(new Messages(Language.CHINESE).get(model.alarms().getFirst().sentence())).contains("没有应答");
    }

    @Test
    void dependencyAndNodeThatAreAwayAreAlarms() {
        model.health().apply(Rows.window(Rows.health(DependencyState.DEGRADED)));
        nodes.nodes().apply(Rows.window(Rows.node("node-1", true), Rows.node("node-2", false)));

        assertThat(model.alarms()).extracting(alarm -> alarm.sentence().key())
                .containsExactly("alarm.dependency", "alarm.node");

        model.health().apply(Rows.window(Rows.health(DependencyState.LIVE)));
        nodes.nodes().apply(Rows.window(Rows.node("node-1", true)));

        assertThat(model.alarms()).isEmpty();
    }
}
