package dev.gatehouse.ui.user;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.Page;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.client.UserCalls;
import dev.gatehouse.ui.task.Activity;
import dev.gatehouse.ui.task.Debounce;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Those who may enter: searched by the server, page by page, and changed one at a time. */
public final class UserViewModel implements Activity {

    private static final int PAGE = 100;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final Debounce typing;
    private final ObservableList<User> rows = FXCollections.observableArrayList();
    private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper();
    private final Load load = new Load();
    private final StringProperty search = new SimpleStringProperty("");
    private final ObjectProperty<RoleFilter> role = new SimpleObjectProperty<>(RoleFilter.ANY);
    private final ObjectProperty<StateFilter> state = new SimpleObjectProperty<>(StateFilter.ANY);
    private final ObjectProperty<@Nullable User> selected = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable Conflict> conflict = new SimpleObjectProperty<>();
    private @Nullable String sort;
    private @Nullable String cursor;
    private long asked;

    /** Which roles are shown. */
    public enum RoleFilter {
        ANY(null),
        VIEWER(Role.VIEWER),
        OPERATOR(Role.OPERATOR),
        ADMIN(Role.ADMIN);

        private final @Nullable Role role;

        RoleFilter(@Nullable Role role) {
            this.role = role;
        }
    }

    /** Which states are shown. */
    public enum StateFilter {
        ANY(null),
        ACTIVE(UserState.ACTIVE),
        BANNED(UserState.BANNED);

        private final @Nullable UserState state;

        StateFilter(@Nullable UserState state) {
            this.state = state;
        }
    }

    /**
     * A change that met another change.
     *
     * @param yours  what was to be saved
     * @param theirs the user as it stands now
     */
    public record Conflict(UsersExchange.UpdateRequest yours, User theirs) {}

    public UserViewModel(ConsoleClient client, TaskRunner tasks, Notices notices) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        this.typing = new Debounce(tasks, this::refresh);
        search.addListener((observed, before, now) -> typing.typed());
        role.addListener((observed, before, now) -> refresh());
        state.addListener((observed, before, now) -> refresh());
    }

    public ObservableList<User> rows() {
        return rows;
    }

    public ReadOnlyLongProperty totalProperty() {
        return total.getReadOnlyProperty();
    }

    public Load load() {
        return load;
    }

    public StringProperty searchProperty() {
        return search;
    }

    public ObjectProperty<RoleFilter> roleProperty() {
        return role;
    }

    public ObjectProperty<StateFilter> stateProperty() {
        return state;
    }

    public ObjectProperty<@Nullable User> selectedProperty() {
        return selected;
    }

    /** Set when a change met another change; the view shows both and clears it. */
    public ObjectProperty<@Nullable Conflict> conflictProperty() {
        return conflict;
    }

    public boolean mayChange() {
        return client.may(Role.OPERATOR);
    }

    public boolean mayChangeRoles() {
        return client.may(Role.ADMIN);
    }

    public boolean hasMore() {
        return cursor != null;
    }

    /** @param field {@code -} before it for descending; {@code null} for the server's own order */
    public void sortBy(@Nullable String field) {
        if (!Objects.equals(sort, field)) {
            sort = field;
            refresh();
        }
    }

    @Override
    public void activate() {
        refresh();
    }

    @Override
    public void deactivate() {}

    @Override
    public void refresh() {
        cursor = null;
        ask(true);
    }

    /** Adds the next page to the rows. */
    public void more() {
        if (cursor != null) {
            ask(false);
        }
    }

    private void ask(boolean anew) {
        long mine = ++asked;
        load.waiting();
        UserCalls.Search wanted = new UserCalls.Search(search.get(), role.get().role, state.get().state, sort);
        tasks.when(client.users().list(wanted, cursor, PAGE), page -> {
            if (mine == asked) {
                apply(page, anew);
            }
        }, failure -> {
            if (mine == asked) {
                load.failed(failure);
            }
        });
    }

    void apply(Page<User> page, boolean anew) {
        String kept = selected.get() == null ? "" : selected.get().id();
        if (anew) {
            rows.setAll(page.items());
        } else {
            rows.addAll(page.items());
        }
        total.set(page.total());
        cursor = page.cursor();
        selected.set(rows.stream().filter(user -> user.id().equals(kept)).findFirst().orElse(null));
        load.ready();
    }

    /** Creates a user; a refusal goes to the form, whose field errors belong beside its fields. */
    public void create(UsersExchange.CreateRequest request, Consumer<User> created, Consumer<Throwable> refused) {
        tasks.when(client.users().create(request), changed -> {
            rows.addFirst(changed.user());
            total.set(total.get() + 1);
            selected.set(changed.user());
            notices.done(Sentence.of("user.created", changed.user().username()), changed.receipt());
            created.accept(changed.user());
        }, refused);
    }

    /** Saves a change made upon {@code seen}; another change meanwhile shows up as {@link #conflictProperty}. */
    public void update(User seen, UsersExchange.UpdateRequest request, Consumer<User> saved,
            Consumer<Throwable> refused) {
        tasks.when(client.users().update(seen.id(), seen.version(), request), changed -> {
            replace(changed.user());
            notices.done(Sentence.of("user.updated", changed.user().username()), changed.receipt());
            saved.accept(changed.user());
        }, failure -> {
            User theirs = current(failure);
            if (theirs == null) {
                refused.accept(failure);
            } else {
                replace(theirs);
                conflict.set(new Conflict(request, theirs));
            }
        });
    }

    /** @param until absent for good */
    public void ban(User user, String reason, @Nullable Instant until) {
        enforce(client.users().ban(user.id(), new UsersExchange.BanRequest(reason, until)), "user.banned", user,
                () -> ban(user, reason, until));
    }

    public void unban(User user) {
        enforce(client.users().unban(user.id()), "user.unbanned", user, () -> unban(user));
    }

    /** Ends every session of {@code user}. */
    public void logout(User user) {
        enforce(client.users().logout(user.id()), "user.loggedOut", user, () -> logout(user));
    }

    public void resetPassword(User user, String password) {
        enforce(client.users().resetPassword(user.id(), password), "user.passwordReset", user, null);
    }

    public void delete(User user) {
        tasks.when(client.users().delete(user.id(), user.version()), deleted -> {
            rows.removeIf(row -> row.id().equals(user.id()));
            total.set(Math.max(0, total.get() - 1));
            selected.set(null);
            notices.done(Sentence.of("user.deleted", user.username()), deleted.receipt());
        }, failure -> {
            User theirs = current(failure);
            if (theirs != null) {
                replace(theirs);
            }
            notices.failed(failure, null);
        });
    }

    private void enforce(CompletableFuture<UsersExchange.Enforced> answer, String doneKey, User user,
            @Nullable Runnable retry) {
        tasks.when(answer, enforced -> {
            if (enforced.user() != null) {
                replace(enforced.user());
            }
            long waiting = enforced.enforcement().stream().filter(node -> !"enforced".equals(node.state())).count();
            notices.done(Sentence.of(doneKey, user.username()), enforced.receipt());
            if (waiting > 0) {
                notices.warn(Sentence.of("user.enforcementWaits", waiting));
            }
        }, failure -> notices.failed(failure, retry));
    }

    private void replace(User user) {
        rows.replaceAll(row -> row.id().equals(user.id()) ? user : row);
        if (selected.get() == null || selected.get().id().equals(user.id())) {
            selected.set(user);
        }
    }

    private static @Nullable User current(Throwable failure) {
        JsonNode current = failure instanceof ServerProblem problem && problem.is(ErrorCode.STALE_VERSION)
                ? problem.problem().current()
                : null;
        return current == null ? null : Json.LENIENT.convertValue(current, User.class);
    }
}
