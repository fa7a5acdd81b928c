package dev.gatehouse.ui.user;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.user.UserState;
import dev.gatehouse.ui.client.UserCalls;
import dev.gatehouse.ui.task.Debounce;
import dev.gatehouse.ui.task.TaskRunner;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** What the list of users is narrowed down to, and its order. */
public final class UserFilters {

    private final StringProperty text = new SimpleStringProperty("");
    private final ObjectProperty<RoleFilter> role = new SimpleObjectProperty<>(RoleFilter.ANY);
    private final ObjectProperty<StateFilter> state = new SimpleObjectProperty<>(StateFilter.ANY);
    private final ObjectProperty<DormantFilter> dormant = new SimpleObjectProperty<>(DormantFilter.ANY);
    private final Runnable changed;
    private @Nullable String sort;

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

    /** How long those shown have not come. */
    public enum DormantFilter {
        ANY(null),
        DAYS_30(30),
        DAYS_90(90),
        DAYS_180(180),
        DAYS_365(365);

        private final @Nullable Integer days;

        DormantFilter(@Nullable Integer days) {
            this.days = days;
        }

        /** Days without a login; {@code null} for everybody. */
        public @Nullable Integer days() {
            return days;
        }
    }

    /** @param changed told when the list is another one; while somebody types, once a pause is made */
    UserFilters(TaskRunner tasks, Runnable changed) {
        this.changed = changed;
        Debounce typing = new Debounce(tasks, changed);
        text.addListener((observed, before, now) -> typing.typed());
        role.addListener((observed, before, now) -> changed.run());
        state.addListener((observed, before, now) -> changed.run());
        dormant.addListener((observed, before, now) -> changed.run());
    }

    public StringProperty textProperty() {
        return text;
    }

    public ObjectProperty<RoleFilter> roleProperty() {
        return role;
    }

    public ObjectProperty<StateFilter> stateProperty() {
        return state;
    }

    public ObjectProperty<DormantFilter> dormantProperty() {
        return dormant;
    }

    /** @param field {@code -} before it for descending; {@code null} for the server's own order */
    public void sortBy(@Nullable String field) {
        if (!Objects.equals(sort, field)) {
            sort = field;
            changed.run();
        }
    }

    /** Whether they leave anybody out: all users of the fleet are never meant by a search. */
    public BooleanBinding narrowed() {
        return Bindings.createBooleanBinding(() -> !text.get().isBlank() || role.get() != RoleFilter.ANY
                || state.get() != StateFilter.ANY || dormant.get() != DormantFilter.ANY, text, role, state, dormant);
    }

    /** As the server is asked. */
    public UserCalls.Search search() {
        return new UserCalls.Search(text.get(), role.get().role, state.get().state, dormant.get().days, sort);
    }
}
