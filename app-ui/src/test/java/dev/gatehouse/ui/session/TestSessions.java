package dev.gatehouse.ui.session;

import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.job.JobsViewModel;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.task.Enforcements;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.ZoneOffset;

/** Puts the view model of sessions together, at noon. */
final class TestSessions {

    private TestSessions() {}

    static SessionViewModel model(ConsoleClient client, TaskRunner tasks, Notices notices) {
        LiveClient live = TestConsole.feedOfNobody(client);
        try {
            return new SessionViewModel(client, live, tasks, notices,
                    new SessionActions.Surroundings(new Enforcements(live, tasks),
                            new JobsViewModel(client, live, tasks, notices),
                            new PreferenceFile(Files.createTempDirectory("gatehouse-test")),
                            Clock.fixed(Rows.NOON, ZoneOffset.UTC)));
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
