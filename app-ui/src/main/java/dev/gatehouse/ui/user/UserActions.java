package dev.gatehouse.ui.user;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.intent.IntentKind;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Fate;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.model.user.Ban;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import dev.gatehouse.ui.client.Blocked;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.IntentCalls.Wish;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.offline.Attempts;
import dev.gatehouse.ui.offline.Attempts.Attempt;
import dev.gatehouse.ui.task.Enforcements;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.task.Undo;
import dev.gatehouse.ui.text.Sentence;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/** What can be done to one user. A ban and a deletion can be taken back for some seconds. */
public final class UserActions {

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final Enforcements enforcements;
    private final UserViewModel model;
    private final Attempts attempts;
    private final ObjectProperty<@Nullable Conflict> conflict = new SimpleObjectProperty<>();

    /**
     * A change that met another change.
     *
     * @param yours  what was to be saved
     * @param theirs the user as it stands now
     */
    public record Conflict(UsersExchange.UpdateRequest yours, User theirs) {}

    UserActions(ConsoleClient client, TaskRunner tasks, Notices notices, Enforcements enforcements,
            UserViewModel model) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        this.enforcements = enforcements;
        this.model = model;
        this.attempts = new Attempts(client, tasks, notices);
    }

    /** Set when a change met another change; the view shows both and clears it. */
    public ObjectProperty<@Nullable Conflict> conflictProperty() {
        return conflict;
    }

    /** Creates a user; a refusal goes to the form, whose field errors belong beside its fields. */
    public void create(UsersExchange.CreateRequest request, Runnable over, Consumer<Throwable> refused) {
        attempts.make(new Attempt<>(Deed.CREATE_USER,
                new Wish(IntentKind.USER_CREATE, null, String.valueOf(request.username()), null, request, null),
                () -> client.users().create(request)), changed -> {
                    model.list().added(changed.user());
                    model.selectedProperty().set(changed.user());
                    notices.done(Sentence.of("user.created", changed.user().username()), changed.receipt());
                    over.run();
                }, over, refused);
    }

    /**
     * Saves a change made upon {@code seen}, or keeps it while it cannot be saved; another change meanwhile shows up as
     * {@link #conflictProperty}.
     */
    public void update(User seen, UsersExchange.UpdateRequest request, Runnable over, Consumer<Throwable> refused) {
        attempts.make(new Attempt<>(Deed.EDIT_USER, wish(IntentKind.USER_UPDATE, seen, request),
                () -> client.users().update(seen.id(), seen.version(), request)), changed -> {
                    model.replace(changed.user());
                    notices.done(Sentence.of("user.updated", changed.user().username()), changed.receipt());
                    over.run();
                }, over, failure -> {
                    User theirs = current(failure);
                    if (theirs == null) {
                        refused.accept(failure);
                    } else {
                        model.replace(theirs);
                        conflict.set(new Conflict(request, theirs));
                    }
                });
    }

    private static Wish wish(IntentKind kind, User seen, @Nullable Object body) {
        return new Wish(kind, seen.id(), seen.username(), kind.versioned() ? seen.version() : null, body, seen);
    }

    /** @param until absent for good */
    public void ban(User user, String reason, @Nullable Instant until) {
        model.preferences().reasonUsed(reason);
        UsersExchange.BanRequest request = new UsersExchange.BanRequest(reason, until);
        enforce(new Attempt<>(Deed.BAN_USER, wish(IntentKind.USER_BAN, user, request),
                () -> client.users().ban(user.id(), request)),
                new Told("user.banned", user, () -> ban(user, reason, until), () -> unbanAgain(user)));
    }

    /** Leaves {@code user} as it was before a ban: free, or under the ban that held until then. */
    private void unbanAgain(User user) {
        Ban earlier = user.ban();
        if (user.state() == UserState.BANNED && earlier != null) {
            ban(user, earlier.reason(), earlier.until());
        } else {
            unban(user);
        }
    }

    public void unban(User user) {
        enforce(new Attempt<>(Deed.UNBAN_USER, wish(IntentKind.USER_UNBAN, user, null),
                () -> client.users().unban(user.id())), new Told("user.unbanned", user, () -> unban(user), null));
    }

    /** Ends every session of {@code user}. */
    public void logout(User user) {
        enforce(new Attempt<>(Deed.LOG_OUT_USER, wish(IntentKind.USER_LOGOUT, user, null),
                () -> client.users().logout(user.id())), new Told("user.loggedOut", user, () -> logout(user), null));
    }

    public void resetPassword(User user, String password) {
        Verdict verdict = client.verdict(Deed.SET_PASSWORD);
        if (verdict.fate() == Fate.BLOCKED) {
            notices.failed(new Blocked(verdict.reason()), null);
            return;
        }
        Told told = new Told("user.passwordReset", user, null, null);
        tasks.when(client.users().resetPassword(user.id(), password), enforced -> enforced(enforced, told),
                failure -> notices.failed(failure, null));
    }

    public void delete(User user) {
        attempts.make(new Attempt<>(Deed.DELETE_USER, wish(IntentKind.USER_DELETE, user, null),
                () -> client.users().delete(user.id(), user.version())), deleted -> {
                    model.gone(user);
                    notices.done(Sentence.of("user.deleted", user.username()), deleted.receipt(),
                            new Undo(tasks, () -> restore(user)), enforcements.follow(deleted.receipt(), List.of()));
                }, () -> {}, failure -> {
                    User theirs = current(failure);
                    if (theirs != null) {
                        model.replace(theirs);
                    }
                    notices.failed(failure, null);
                });
    }

    /** Brings a user back that was deleted a moment ago. */
    public void restore(User user) {
        tasks.when(client.users().restore(user.id()), changed -> {
            model.list().added(changed.user());
            model.selectedProperty().set(changed.user());
            notices.done(Sentence.of("user.restored", changed.user().username()), changed.receipt());
        }, failure -> notices.failed(failure, () -> restore(user)));
    }

    /**
     * What is said when it is done.
     *
     * @param retry does it again where it failed
     * @param back  takes it back where it was done
     */
    private record Told(String key, User user, @Nullable Runnable retry, @Nullable Runnable back) {}

    private void enforce(Attempt<UsersExchange.Enforced> attempt, Told told) {
        attempts.make(attempt, enforced -> enforced(enforced, told), () -> {},
                failure -> notices.failed(failure, told.retry()));
    }

    private void enforced(UsersExchange.Enforced enforced, Told told) {
        if (enforced.user() != null) {
            model.replace(enforced.user());
        }
        Runnable back = told.back();
        notices.done(Sentence.of(told.key(), told.user().username()), enforced.receipt(),
                back == null ? null : new Undo(tasks, back),
                enforcements.follow(enforced.receipt(), enforced.enforcement()));
    }

    private static @Nullable User current(Throwable failure) {
        JsonNode current = failure instanceof ServerProblem problem && problem.is(ErrorCode.STALE_VERSION)
                ? problem.problem().current()
                : null;
        return current == null ? null : Json.LENIENT.convertValue(current, User.class);
    }
}
