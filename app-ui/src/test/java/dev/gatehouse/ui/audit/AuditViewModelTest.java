package dev.gatehouse.ui.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditViewModelTest {

    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();

    private AuditViewModel model(ConsoleClient client, LiveClient feed) {
        return new AuditViewModel(client, feed, tasks, new Notices(), Clock.systemUTC());
    }

    @Test
    void pausedTailKeepsItsRows() {
        ConsoleClient client = TestConsole.clientOfNobody();
        AuditViewModel model = model(client, TestConsole.feedOfNobody(client));
        model.tail().apply(Rows.window(Rows.audit(1, "user.ban")));
        model.pausedProperty().set(true);

        model.tail().apply(Rows.window(Rows.audit(2, "user.unban"), Rows.audit(1, "user.ban")));
        assertThat(model.rows()).hasSize(1);
        model.pausedProperty().set(false);

        assertThat(model.rows()).extracting(row -> row.position().offset()).containsExactly(2L, 1L);
    }

    @Test
    void filterTurnsTheTailIntoASearchWithItsCoverage(@TempDir Path data) throws Exception {
        try (TestConsole console = TestConsole.start(data)) {
            ConsoleClient client = console.signedIn();
            AuditViewModel model = model(client, console.feed(client));
            model.activate();

            model.actionProperty().set("auth.login");
            tasks.timePasses();

            await().until(() -> !model.liveProperty().get()
                    && model.load().stateProperty().get() == Load.State.READY && !model.rows().isEmpty());
            assertThat(model.rows()).allSatisfy(row -> assertThat(row.event().data().action()).isEqualTo("auth.login"));
            assertThat(model.coverageProperty().get()).isNotNull();
            Receipt receipt = model.rows().getFirst().position();
            model.open(receipt);
            await().until(() -> model.selectedProperty().get() != null);
            AuditEntry opened = model.selectedProperty().get();
            assertThat(opened).isNotNull();
            model.clearFilters();
            assertThat(model.liveProperty().get()).isTrue();
        }
    }

    @Test
    void fieldsThatDifferStandFirst() {
        var entry = Rows.audit(1, "user.ban").event().data();

        assertThat(JsonDiff.of(entry.before(), entry.after()))
                .containsExactly(new JsonDiff.Field("state", "active", "banned"));
    }
}
