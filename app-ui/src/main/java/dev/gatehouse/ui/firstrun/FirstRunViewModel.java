package dev.gatehouse.ui.firstrun;

import dev.gatehouse.ui.client.PasswordRules;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Failures;
import dev.gatehouse.ui.text.Sentence;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** The first start, step by step: where the server is, who administers it, and what was done. */
public final class FirstRunViewModel {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._@+-]{2,64}");

    private final FirstAdmin creator;
    private final TaskRunner tasks;
    private final String dataFolder;
    private final Finish finish;
    private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(Step.PLACE);
    private final BooleanProperty here = new SimpleBooleanProperty(true);
    private final StringProperty username = new SimpleStringProperty("admin");
    private final StringProperty password = new SimpleStringProperty("");
    private final StringProperty again = new SimpleStringProperty("");
    private final StringProperty remote = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable Sentence> failure = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();

    /** Where the wizard stands. */
    public enum Step {
        PLACE,
        ADMIN,
        SUMMARY
    }

    /** What follows the wizard. */
    public interface Finish {

        /** Sign in to this computer's server with the administrator just made. */
        void signIn(String username, String password);

        /** Sign in to a server elsewhere. */
        void connectTo(String server);
    }

    public FirstRunViewModel(FirstAdmin creator, TaskRunner tasks, String dataFolder, Finish finish) {
        this.creator = creator;
        this.tasks = tasks;
        this.dataFolder = dataFolder;
        this.finish = finish;
    }

    public ReadOnlyObjectProperty<Step> stepProperty() {
        return step.getReadOnlyProperty();
    }

    /** Whether the server is to be this computer's own. */
    public BooleanProperty hereProperty() {
        return here;
    }

    public String dataFolder() {
        return dataFolder;
    }

    public StringProperty usernameProperty() {
        return username;
    }

    public StringProperty passwordProperty() {
        return password;
    }

    /** The password once more. */
    public StringProperty againProperty() {
        return again;
    }

    /** The address of a server elsewhere. */
    public StringProperty remoteProperty() {
        return remote;
    }

    public ReadOnlyObjectProperty<@Nullable Sentence> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** Whether the password is long enough. */
    public BooleanBinding longEnough() {
        return Bindings.createBooleanBinding(() -> PasswordRules.longEnough(password.get()), password);
    }

    /** Whether the password does not contain the name. */
    public BooleanBinding withoutName() {
        return Bindings.createBooleanBinding(
                () -> !password.get().isEmpty() && PasswordRules.withoutName(password.get(), username.get()), password,
                username);
    }

    /** Whether both passwords are the same. */
    public BooleanBinding repeated() {
        return Bindings.createBooleanBinding(
                () -> !password.get().isEmpty() && password.get().equals(again.get()), password, again);
    }

    /** Whether the step that is shown can be left. */
    public BooleanBinding mayGoOn() {
        return Bindings.createBooleanBinding(() -> !busy.get() && switch (step.get()) {
            case PLACE -> here.get() || !remote.get().isBlank();
            case ADMIN -> NAME.matcher(username.get()).matches() && PasswordRules.hold(password.get(), username.get())
                    && password.get().equals(again.get());
            case SUMMARY -> true;
        }, step, here, remote, username, password, again, busy);
    }

    /** Leaves the step that is shown. */
    public void goOn() {
        switch (step.get()) {
            case PLACE -> leavePlace();
            case ADMIN -> create();
            case SUMMARY -> finish.signIn(username.get(), password.get());
        }
    }

    /** Goes back to the first step, while nothing was made. */
    public void goBack() {
        failure.set(null);
        step.set(Step.PLACE);
    }

    private void leavePlace() {
        if (here.get()) {
            step.set(Step.ADMIN);
        } else {
            finish.connectTo(remote.get());
        }
    }

    private void create() {
        busy.set(true);
        failure.set(null);
        String name = username.get();
        char[] secret = password.get().toCharArray();
        CompletableFuture<Void> made = CompletableFuture.runAsync(() -> {
            try {
                creator.create(name, secret);
            } finally {
                Arrays.fill(secret, '\0');
            }
        });
        tasks.when(made, done -> {
            busy.set(false);
            step.set(Step.SUMMARY);
        }, cause -> {
            busy.set(false);
            failure.set(refusal(cause));
        });
    }

    private static Sentence refusal(Throwable cause) {
        String sentence = cause.getMessage();
        return sentence == null ? Failures.sentence(cause) : Sentence.verbatim(sentence);
    }
}
