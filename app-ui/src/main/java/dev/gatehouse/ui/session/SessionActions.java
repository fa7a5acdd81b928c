package dev.gatehouse.ui.session;

import dev.gatehouse.model.api.SessionsExchange;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.job.JobsViewModel;
import dev.gatehouse.ui.message.ComposeFormModel;
import dev.gatehouse.ui.offline.Availability;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.task.Enforcements;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.task.Undo;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.user.BanFormModel;
import dev.gatehouse.ui.user.BulkViewModel;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** What can be done to sessions, and to those behind them. */
public final class SessionActions {

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Availability availability;
    private final Notices notices;
    private final Surroundings around;
    private final SessionViewModel model;

    /** What this room uses of others: decisions and jobs that are followed, what is remembered, and the time. */
    public record Surroundings(Enforcements enforcements, JobsViewModel jobs, PreferenceFile preferences,
            Clock clock) {}

    SessionActions(ConsoleClient client, TaskRunner tasks, Notices notices, Surroundings around,
            SessionViewModel model) {
        this.client = client;
        this.tasks = tasks;
        this.availability = new Availability(client, tasks);
        this.notices = notices;
        this.around = around;
        this.model = model;
    }

    /** What becomes of {@code deed} now. */
    public ObservableValue<Verdict> verdict(Deed deed) {
        return availability.of(deed);
    }

    /** Ends {@code sessions}; the reason goes to the clients and into the audit record. */
    public void kick(List<Session> sessions, String reason) {
        List<String> sids = sessions.stream().map(Session::sid).toList();
        SessionsExchange.Filter filter = new SessionsExchange.Filter(sids, null, null, null, null);
        tasks.when(client.sessions().kick(new SessionsExchange.KickRequest(filter, reason)), kicked -> {
            sids.forEach(model.marked()::remove);
            notices.done(Sentence.of("session.kicked", kicked.matched()), kicked.receipt(), null,
                    kicked.enforcement().isEmpty()
                            ? null
                            : KickWatch.follow(client, tasks, kicked.enforcement(), sessions));
        }, failure -> notices.failed(failure, () -> kick(sessions, reason)));
    }

    /** Reason and end of a ban, to be filled in. */
    public BanFormModel banForm() {
        return new BanFormModel(ZoneId.systemDefault(), around.preferences().current().reasons());
    }

    /** Keeps the user of {@code session} out; all sessions of that user end. */
    public void ban(Session session, String reason, @Nullable Instant until) {
        around.preferences().save(around.preferences().current().withReason(reason));
        tasks.when(client.users().ban(session.user(), new UsersExchange.BanRequest(reason, until)), enforced -> {
            model.marked().values().removeIf(marked -> marked.user().equals(session.user()));
            notices.done(Sentence.of("user.banned", session.username()), enforced.receipt(),
                    new Undo(tasks, () -> unban(session)),
                    around.enforcements().follow(enforced.receipt(), enforced.enforcement()));
        }, failure -> notices.failed(failure, () -> ban(session, reason, until)));
    }

    private void unban(Session session) {
        tasks.when(client.users().unban(session.user()),
                enforced -> notices.done(Sentence.of("user.unbanned", session.username()), enforced.receipt(), null,
                        around.enforcements().follow(enforced.receipt(), enforced.enforcement())),
                failure -> notices.failed(failure, () -> unban(session)));
    }

    /** A ban of all who are behind {@code sessions}. */
    public BulkViewModel banAll(List<Session> sessions) {
        List<String> users = sessions.stream().map(Session::user).distinct().toList();
        return new BulkViewModel(client, tasks, around.jobs(),
                new BulkViewModel.Order(UsersExchange.BulkAction.BAN,
                        new UsersExchange.Selection(users, null, null, null, null), users.size()),
                around.preferences().current().reasons());
    }

    /** A message to {@code sessions}. */
    public ComposeFormModel message(List<Session> sessions) {
        return new ComposeFormModel(client, tasks, notices, sessions.stream().map(Session::sid).toList());
    }

    /** Leads to the user of {@code session}. */
    public void goToUser(Session session) {
        notices.goTo("user/" + session.user());
    }

    /** Leads to a room. */
    public void goToRoom(String room) {
        notices.goTo("room/" + room);
    }
}
