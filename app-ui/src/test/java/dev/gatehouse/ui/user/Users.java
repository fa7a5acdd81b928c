package dev.gatehouse.ui.user;

import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
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
        return of(client, TestConsole.feedOfNobody(client), tasks, notices, folder);
    }

    /** @param live tells of jobs and nodes */
    static UserViewModel of(ConsoleClient client, LiveClient live, TaskRunner tasks, Notices notices, Path folder) {
        return new UserViewModel(client, tasks, notices, new Enforcements(live, tasks),
                new JobsViewModel(client, live, tasks, notices), new PreferenceFile(folder));
    }
}
