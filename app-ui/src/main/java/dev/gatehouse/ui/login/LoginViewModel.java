package dev.gatehouse.ui.login;

import dev.gatehouse.model.user.User;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.FileTrouble;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Failures;
import dev.gatehouse.ui.text.Sentence;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Signs in to one of the servers that the operator knows. */
public final class LoginViewModel {

    private final Function<URI, ConsoleClient> connect;
    private final TaskRunner tasks;
    private final BiConsumer<ConsoleClient, User> signedIn;
    private Function<Path, CompletableFuture<ConsoleClient>> capsules = file -> CompletableFuture
            .failedFuture(new FileTrouble(file, new IOException("No capsules are opened here.")));
    private final ObservableList<String> servers = FXCollections.observableArrayList();
    private final StringProperty server = new SimpleStringProperty("");
    private final StringProperty username = new SimpleStringProperty("");
    private final StringProperty password = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable Sentence> failure = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final BooleanProperty over = new SimpleBooleanProperty();

    /** @param signedIn gets the client that is signed in, on the view models' thread */
    public LoginViewModel(Function<URI, ConsoleClient> connect, TaskRunner tasks,
            BiConsumer<ConsoleClient, User> signedIn) {
        this.connect = connect;
        this.tasks = tasks;
        this.signedIn = signedIn;
    }

    /** @param open makes a client of an incident capsule */
    public void onCapsule(Function<Path, CompletableFuture<ConsoleClient>> open) {
        capsules = open;
    }

    /** Looks into an incident capsule in the place of a server. */
    public void openCapsule(Path file) {
        busy.set(true);
        failure.set(null);
        tasks.when(capsules.apply(file), client -> {
            busy.set(false);
            User viewer = client.operator();
            if (viewer != null) {
                signedIn.accept(client, viewer);
            }
        }, cause -> {
            busy.set(false);
            failure.set(Failures.sentence(cause));
        });
    }

    /** Servers to choose from, the last used first. */
    public ObservableList<String> servers() {
        return servers;
    }

    public StringProperty serverProperty() {
        return server;
    }

    public StringProperty usernameProperty() {
        return username;
    }

    public StringProperty passwordProperty() {
        return password;
    }

    /** Why it did not work. */
    public ReadOnlyObjectProperty<@Nullable Sentence> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** Whether the operator was signed in before and the session is over. */
    public BooleanProperty sessionOverProperty() {
        return over;
    }

    /** Whether all is typed that is needed. */
    public BooleanBinding ready() {
        return server.isNotEmpty().and(username.isNotEmpty()).and(password.isNotEmpty()).and(busy.not());
    }

    /** Signs in with what is typed. */
    public void signIn() {
        URI base = address(server.get());
        if (base == null) {
            failure.set(Sentence.of("login.address", server.get()));
            return;
        }
        busy.set(true);
        failure.set(null);
        ConsoleClient client = connect.apply(base);
        tasks.when(client.login(username.get().strip(), password.get()), user -> entered(client, user), cause -> {
            busy.set(false);
            password.set("");
            failure.set(Failures.sentence(cause));
        });
    }

    private void entered(ConsoleClient client, User user) {
        busy.set(false);
        password.set("");
        over.set(false);
        if (user.roles().isEmpty()) {
            failure.set(Sentence.of("login.noRole", user.username()));
            return;
        }
        signedIn.accept(client, user);
    }

    /** {@code host}, {@code host:port} or a whole address; {@code http} where no scheme is given. */
    static @Nullable URI address(String text) {
        String typed = text.strip().toLowerCase(Locale.ROOT);
        String whole = typed.contains("://") ? typed : "http://" + typed;
        try {
            URI uri = URI.create(whole);
            boolean usable = uri.getHost() != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
            return usable ? URI.create(uri.getScheme() + "://" + uri.getRawAuthority()) : null;
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }
}
