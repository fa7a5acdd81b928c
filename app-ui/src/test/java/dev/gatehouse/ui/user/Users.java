package dev.gatehouse.ui.user;

import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.job.JobsViewModel;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.task.Enforcements;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import java.nio.file.Path;

/** View models of users for tests. */
final class Users {

    private Users() {}

    /** @param folder takes what is remembered */
    static UserViewModel of(ConsoleClient client, TaskRunner tasks, Notices notices, Path folder) {
        return new UserViewModel(client, tasks, notices,
                new Enforcements(TestConsole.feedOfNobody(client), tasks),
                new JobsViewModel(client, tasks, notices), new PreferenceFile(folder));
    }
}
