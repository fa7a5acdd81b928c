package dev.gatehouse.ui.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SystemNotifier;
import dev.gatehouse.ui.task.TaskRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the view model of the book together, at noon. */
final class TestAudit {

    private TestAudit() {}

    static AuditViewModel model(ConsoleClient client, TaskRunner tasks, Notices notices) {
        return model(client, tasks, notices, folder());
    }

    static AuditViewModel model(ConsoleClient client, TaskRunner tasks, Notices notices, Path folder) {
        return new AuditViewModel(client, TestConsole.feedOfNobody(client), tasks, notices,
                new AuditViewModel.Surroundings(new PreferenceFile(folder), Clock.fixed(Rows.NOON, ZoneOffset.UTC),
                        SystemNotifier.NONE));
    }

    static Path folder() {
        try {
            return Files.createTempDirectory("gatehouse-test");
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    static AuditExchange.Topic topic(String name, long indexed, @Nullable Long end, Coverage.Gap... gaps) {
        return new AuditExchange.Topic(name, TopicKind.AUDIT,
                List.of(new AuditExchange.Partition(0, 0, indexed, end, List.of(gaps))), indexed,
                end == null ? null : end - indexed, Rows.NOON, Rows.NOON, 0, null);
    }

    static Coverage coverage(long next, @Nullable Long end, Coverage.Gap... gaps) {
        return new Coverage(
                List.of(new Coverage.PartitionCoverage("gatehouse.audit", 0, 0, next, end, List.of(gaps), Rows.NOON)),
                end != null && next == end);
    }

    static AuditExchange.Group group(String key, String label, long count) {
        return new AuditExchange.Group(key, label, count, Rows.NOON, Rows.NOON.plusSeconds(60),
                new AuditExchange.Outcomes(count - 1, 1, 0));
    }
}
