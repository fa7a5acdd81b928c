package dev.gatehouse.ui.user;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.user.Ban;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.task.Enforcements;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.task.Undo;
import dev.gatehouse.ui.text.Sentence;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    }

    /** Set when a change met another change; the view shows both and clears it. */
    public ObjectProperty<@Nullable Conflict> conflictProperty() {
        return conflict;
    }

    /** Creates a user; a refusal goes to the form, whose field errors belong beside its fields. */
    public void create(UsersExchange.CreateRequest request, Consumer<User> created, Consumer<Throwable> refused) {
        tasks.when(client.users().create(request), changed -> {
            model.list().added(changed.user());
            model.selectedProperty().set(changed.user());
            notices.done(Sentence.of("user.created", changed.user().username()), changed.receipt());
            created.accept(changed.user());
        }, refused);
    }

    /** Saves a change made upon {@code seen}; another change meanwhile shows up as {@link #conflictProperty}. */
    public void update(User seen, UsersExchange.UpdateRequest request, Consumer<User> saved,
            Consumer<Throwable> refused) {
        tasks.when(client.users().update(seen.id(), seen.version(), request), changed -> {
            model.replace(changed.user());
            notices.done(Sentence.of("user.updated", changed.user().username()), changed.receipt());
            saved.accept(changed.user());
        }, failure -> {
            User theirs = current(failure);
            if (theirs == null) {
                refused.accept(failure);
            } else {
                model.replace(theirs);
                conflict.set(new Conflict(request, theirs));
            }
        });
    }

    /** @param until absent for good */
    public void ban(User user, String reason, @Nullable Instant until) {
        model.preferences().reasonUsed(reason);
        enforce(client.users().ban(user.id(), new UsersExchange.BanRequest(reason, until)),
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
        enforce(client.users().unban(user.id()), new Told("user.unbanned", user, () -> unban(user), null));
    }

    /** Ends every session of {@code user}. */
    public void logout(User user) {
        enforce(client.users().logout(user.id()), new Told("user.loggedOut", user, () -> logout(user), null));
    }

    public void resetPassword(User user, String password) {
        enforce(client.users().resetPassword(user.id(), password), new Told("user.passwordReset", user, null, null));
    }

    public void delete(User user) {
        tasks.when(client.users().delete(user.id(), user.version()), deleted -> {
            model.gone(user);
            notices.done(Sentence.of("user.deleted", user.username()), deleted.receipt(),
                    new Undo(tasks, () -> restore(user)), enforcements.follow(deleted.receipt(), List.of()));
        }, failure -> {
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

    private void enforce(CompletableFuture<UsersExchange.Enforced> answer, Told told) {
        tasks.when(answer, enforced -> {
            if (enforced.user() != null) {
                model.replace(enforced.user());
            }
            Runnable back = told.back();
            notices.done(Sentence.of(told.key(), told.user().username()), enforced.receipt(),
                    back == null ? null : new Undo(tasks, back),
                    enforcements.follow(enforced.receipt(), enforced.enforcement()));
        }, failure -> notices.failed(failure, told.retry()));
    }

    private static @Nullable User current(Throwable failure) {
        JsonNode current = failure instanceof ServerProblem problem && problem.is(ErrorCode.STALE_VERSION)
                ? problem.problem().current()
                : null;
        return current == null ? null : Json.LENIENT.convertValue(current, User.class);
    }
}
