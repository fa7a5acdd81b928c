package dev.gatehouse.ui.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.api.Enforcement;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.WindowRows;
import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.text.Messages;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnforcementsTest {

    private static final Receipt RECEIPT = new Receipt("gatehouse.changes", 0, 40);

    private final ConsoleClient client = TestConsole.clientOfNobody();
    private final Enforcements enforcements = new Enforcements(TestConsole.feedOfNobody(client),
            new SameThreadTaskRunner());
    private final Messages messages = new Messages(Language.ENGLISH);

    private static NodeInfo node(String id, long position, Instant beat, boolean live) {
        return new NodeInfo(id, "http://10.0.0.1:7070", "1.0.0", Rows.NOON, beat, 7, live, position,
                id.equals("node-a"), false);
    }

    private void beats(long second, NodeInfo... nodes) {
        enforcements.apply(
                new WindowRows<>(List.of(nodes), nodes.length, 0, Rows.NOON.plusSeconds(second), null));
    }

    @Test
    void sentenceNamesTheNodeThatIsBehind() {
        Enforcing enforcing = enforcements.follow(RECEIPT, List.of(
                new Enforcement("node-a", Enforcement.ENFORCED, 0), new Enforcement("node-b", Enforcement.ENFORCED, 0),
                new Enforcement("node-c", Enforcement.UNREACHABLE, 8_200),
                new Enforcement("node-d", Enforcement.ENFORCED, 0)));

        assertThat(messages.get(enforcing.sentenceProperty().get())).isEqualTo("3 of 4 nodes, node-c 8 s behind");
        assertThat(enforcing.completeProperty().get()).isFalse();
    }

    @Test
    void beatsAreFollowedUntilEveryNodeHasIt() {
        Enforcing enforcing = enforcements.follow(RECEIPT, List.of(
                new Enforcement("node-a", Enforcement.ENFORCED, 0),
                new Enforcement("node-b", Enforcement.PENDING, 300)));

        beats(1, node("node-a", 41, Rows.NOON.plusSeconds(5), true), node("node-b", 39, Rows.NOON, true));
        assertThat(messages.get(enforcing.sentenceProperty().get())).isEqualTo("1 of 2 nodes, node-b 5 s behind");

        beats(2, node("node-a", 41, Rows.NOON.plusSeconds(6), true),
                node("node-b", 40, Rows.NOON.plusSeconds(6), true));

        assertThat(enforcing.completeProperty().get()).isTrue();
        assertThat(messages.get(enforcing.sentenceProperty().get())).isEqualTo("In force on all 2 nodes");
    }

    @Test
    void answerThatToldNothingIsFilledFromTheBeats() {
        Enforcing enforcing = enforcements.follow(RECEIPT, List.of());
        assertThat(enforcing.completeProperty().get()).isFalse();

        beats(1, node("node-a", 3, Rows.NOON, true));

        assertThat(enforcing.completeProperty().get()).as("the node that answers has applied it").isTrue();
    }

    @Test
    void nodeThatHasActedDoesNotForgetIt() {
        Enforcing enforcing = enforcements.follow(RECEIPT, List.of(
                new Enforcement("node-b", Enforcement.ENFORCED, 0),
                new Enforcement("node-c", Enforcement.PENDING, 0)));

        beats(1, node("node-b", 12, Rows.NOON, true), node("node-c", 12, Rows.NOON, false));

        assertThat(enforcing.nodesProperty().get()).extracting(Enforcement::state)
                .containsExactly(Enforcement.ENFORCED, Enforcement.UNREACHABLE);
    }
}
