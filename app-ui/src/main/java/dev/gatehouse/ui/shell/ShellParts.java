package dev.gatehouse.ui.shell;

import dev.gatehouse.ui.audit.AuditViewModel;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.dashboard.DashboardViewModel;
import dev.gatehouse.ui.health.DeadLettersViewModel;
import dev.gatehouse.ui.health.HealthViewModel;
import dev.gatehouse.ui.job.JobsViewModel;
import dev.gatehouse.ui.message.MessageViewModel;
import dev.gatehouse.ui.node.NodesViewModel;
import dev.gatehouse.ui.offline.OfflineViewModel;
import dev.gatehouse.ui.route.RouteViewModel;
import dev.gatehouse.ui.security.AlertsViewModel;
import dev.gatehouse.ui.security.LocksViewModel;
import dev.gatehouse.ui.session.SessionActions;
import dev.gatehouse.ui.session.SessionViewModel;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.settings.SettingsViewModel;
import dev.gatehouse.ui.task.Enforcements;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SystemNotifier;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Messages;
import dev.gatehouse.ui.trace.TraceViewModel;
import dev.gatehouse.ui.user.UserViewModel;
import java.time.Clock;

/** What every main window is put together from, whichever server it looks at. */
public record ShellParts(TaskRunner tasks, PreferenceFile preferences, Messages messages, Clock clock,
        SystemNotifier notifier) {

    /** Without notifications of the desktop. */
    public ShellParts(TaskRunner tasks, PreferenceFile preferences, Messages messages, Clock clock) {
        this(tasks, preferences, messages, clock, SystemNotifier.NONE);
    }

    /** The view model of the main window for an operator who is signed in on {@code client}. */
    public ShellViewModel shell(ConsoleClient client, LiveClient live) {
        Notices notices = new Notices();
        ShellViewModel.Background background = new ShellViewModel.Background(
                new JobsViewModel(client, live, tasks, notices),
                new AlertsViewModel(client, live, tasks, notices, clock), new Enforcements(live, tasks),
                new OfflineViewModel(client, live, tasks, notices));
        ShellViewModel.Rooms rooms = new ShellViewModel.Rooms(
                new DashboardViewModel(live, tasks, new NodesViewModel(client, live, tasks, notices)),
                new SessionViewModel(client, live, tasks, notices,
                        new SessionActions.Surroundings(background.enforcements(), background.jobs(), preferences,
                                clock)),
                new UserViewModel(client, tasks, notices, background.enforcements(), background.jobs(), preferences),
                new RouteViewModel(client, tasks, notices, preferences, clock),
                new AuditViewModel(client, live, tasks, notices,
                        new AuditViewModel.Surroundings(preferences, clock, notifier)),
                new HealthViewModel(live, tasks, new DeadLettersViewModel(client, tasks, notices)),
                new LocksViewModel(client, tasks, notices),
                new MessageViewModel(client, tasks, notices), new TraceViewModel(client, tasks, notices),
                new SettingsViewModel(client, tasks, preferences, messages, notices));
        return new ShellViewModel(client, live, tasks, rooms, background, notices);
    }
}
