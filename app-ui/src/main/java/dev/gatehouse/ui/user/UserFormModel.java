package dev.gatehouse.ui.user;

import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.user.User;
import dev.gatehouse.ui.client.PasswordRules;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.text.Failures;
import dev.gatehouse.ui.text.Sentence;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** What is typed about a user, checked as it is typed. */
public final class UserFormModel {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._@+-]{2,64}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

    private final @Nullable User edited;
    private final StringProperty username = new SimpleStringProperty("");
    private final StringProperty displayName = new SimpleStringProperty("");
    private final StringProperty email = new SimpleStringProperty("");
    private final StringProperty password = new SimpleStringProperty("");
    private final Map<Role, BooleanProperty> roles = new EnumMap<>(Role.class);
    private final ReadOnlyObjectWrapper<@Nullable Sentence> refusal = new ReadOnlyObjectWrapper<>();
    private final BooleanProperty busy = new SimpleBooleanProperty();

    /** @param edited the user to change; absent for a new one */
    public UserFormModel(@Nullable User edited) {
        this.edited = edited;
        for (Role role : Role.values()) {
            roles.put(role, new SimpleBooleanProperty(edited != null && edited.roles().contains(role)));
        }
        if (edited != null) {
            username.set(edited.username());
            displayName.set(edited.displayName() == null ? "" : edited.displayName());
            email.set(edited.email() == null ? "" : edited.email());
        }
    }

    public boolean isNew() {
        return edited == null;
    }

    public StringProperty usernameProperty() {
        return username;
    }

    public StringProperty displayNameProperty() {
        return displayName;
    }

    public StringProperty emailProperty() {
        return email;
    }

    public StringProperty passwordProperty() {
        return password;
    }

    public BooleanProperty roleProperty(Role role) {
        return java.util.Objects.requireNonNull(roles.get(role));
    }

    /** True while the server is asked. */
    public BooleanProperty busyProperty() {
        return busy;
    }

    /** What the server refused the form for. */
    public ReadOnlyObjectProperty<@Nullable Sentence> refusalProperty() {
        return refusal.getReadOnlyProperty();
    }

    /** What is wrong with the name typed so far. */
    public ObjectBinding<@Nullable Sentence> usernameFault() {
        return Bindings.createObjectBinding(() -> username.get().isEmpty() || NAME.matcher(username.get()).matches()
                ? null
                : Sentence.of("user.form.usernameFault"), username);
    }

    /** What is wrong with the address typed so far. */
    public ObjectBinding<@Nullable Sentence> emailFault() {
        return Bindings.createObjectBinding(
                () -> email.get().isEmpty() || EMAIL.matcher(email.get()).matches()
                        ? null
                        : Sentence.of("user.form.emailFault"),
                email);
    }

    /** Whether it can be sent. */
    public BooleanBinding sendable() {
        return Bindings.createBooleanBinding(() -> {
            boolean namesHold = NAME.matcher(username.get()).matches()
                    && (email.get().isEmpty() || EMAIL.matcher(email.get()).matches());
            boolean passwordHolds = !isNew() || PasswordRules.hold(password.get(), username.get());
            return namesHold && passwordHolds && !busy.get();
        }, username, email, password, busy);
    }

    public UsersExchange.CreateRequest creation() {
        return new UsersExchange.CreateRequest(username.get(), password.get(), blankToNull(displayName.get()),
                blankToNull(email.get()), chosenRoles());
    }

    public UsersExchange.UpdateRequest change() {
        Set<Role> chosen = chosenRoles();
        boolean sameRoles = edited != null && edited.roles().equals(chosen);
        return new UsersExchange.UpdateRequest(displayName.get().strip(), email.get().strip(),
                sameRoles ? null : chosen);
    }

    /** The server refused; its sentence, and those about single fields, are shown. */
    public void refused(Throwable failure) {
        busy.set(false);
        if (failure instanceof ServerProblem problem && !problem.problem().errors().isEmpty()) {
            StringBuilder all = new StringBuilder();
            for (FieldError error : problem.problem().errors()) {
                all.append(all.isEmpty() ? "" : "\n").append(error.field()).append(": ").append(error.message());
            }
            refusal.set(Sentence.verbatim(all.toString()));
        } else {
            refusal.set(Failures.sentence(failure));
        }
    }

    private Set<Role> chosenRoles() {
        Set<Role> chosen = EnumSet.noneOf(Role.class);
        roles.forEach((role, wanted) -> {
            if (wanted.get()) {
                chosen.add(role);
            }
        });
        return chosen;
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text.strip();
    }
}
