package dev.gatehouse.ui;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import dev.gatehouse.ui.cache.sqlite.SqliteCacheFolder;
import dev.gatehouse.ui.cache.sqlite.SqliteCapsule;
import dev.gatehouse.ui.client.CacheFolder;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.firstrun.FirstAdmin;
import dev.gatehouse.ui.firstrun.FirstRunView;
import dev.gatehouse.ui.firstrun.FirstRunViewModel;
import dev.gatehouse.ui.login.LoginView;
import dev.gatehouse.ui.login.LoginViewModel;
import dev.gatehouse.ui.settings.Preferences;
import dev.gatehouse.ui.shell.Looks;
import dev.gatehouse.ui.shell.Place;
import dev.gatehouse.ui.shell.ShellParts;
import dev.gatehouse.ui.shell.ShellView;
import dev.gatehouse.ui.shell.ShellViewModel;
import dev.gatehouse.ui.start.StartView;
import dev.gatehouse.ui.task.Ticker;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Overlay;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The one window: the wizard of the first run, the door, or the main window, one after the other. */
public final class ConsoleWindow implements AutoCloseable {

    private static final double LEAST_WIDTH = 1000;
    private static final double LEAST_HEIGHT = 640;

    private final Stage stage;
    private final ShellParts parts;
    private final Looks looks;
    private final Supplier<HttpClient> http;
    private final ScheduledExecutorService timer;
    private final StackPane root = new StackPane();
    private final Scene scene = new Scene(root);
    private final CacheFolder caches;
    private final Ticker ticker;
    private @Nullable ShellViewModel shell;
    private String server = "";

    /**
     * @param http  asked once it is known what to open; what it gives is not closed here
     * @param timer not closed here
     */
    public ConsoleWindow(Stage stage, ShellParts parts, Looks looks, Supplier<HttpClient> http,
            ScheduledExecutorService timer) {
        this.stage = stage;
        this.parts = parts;
        this.looks = looks;
        this.http = http;
        this.timer = timer;
        this.caches = new SqliteCacheFolder(parts.preferences().folder());
        this.ticker = new Ticker(parts.clock(), parts.tasks());
    }

    /** Shows the window at once, and what {@code plan} says as soon as it is there. */
    public void open(CompletableFuture<LaunchPlan> plan) {
        StartView starting = new StartView(kit());
        root.getChildren().setAll(starting);
        show();
        parts.tasks().when(plan, this::enter, failure -> starting.failed(
                Sentence.verbatim(String.valueOf(failure.getMessage())), stage::hide));
    }

    /** Shows the window as {@code plan} says. */
    public void open(LaunchPlan plan) {
        enter(plan);
        show();
    }

    private void show() {
        Preferences remembered = parts.preferences().current();
        looks.dress(scene, remembered.theme());
        stage.setTitle("Gatehouse");
        stage.setScene(scene);
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        stage.setWidth(Math.max(LEAST_WIDTH, remembered.width()));
        stage.setHeight(Math.max(LEAST_HEIGHT, remembered.height()));
        stage.setMaximized(remembered.maximized());
        stage.show();
    }

    private void enter(LaunchPlan plan) {
        server = plan.server().toString();
        FirstAdmin firstAdmin = plan.firstAdmin();
        LaunchPlan.Credentials credentials = plan.credentials();
        if (firstAdmin != null) {
            showFirstRun(plan, firstAdmin);
        } else {
            LoginViewModel login = login(plan.server().toString());
            showLogin(login);
            if (credentials != null) {
                signIn(login, credentials.username(), credentials.password());
            }
        }
    }

    private static void signIn(LoginViewModel login, String username, String password) {
        login.usernameProperty().set(username);
        login.passwordProperty().set(password);
        login.signIn();
    }

    private void showFirstRun(LaunchPlan plan, FirstAdmin firstAdmin) {
        FirstRunViewModel.Finish finish = new FirstRunViewModel.Finish() {

            @Override
            public void signIn(String username, String password) {
                LoginViewModel login = login(plan.server().toString());
                showLogin(login);
                ConsoleWindow.signIn(login, username, password);
            }

            @Override
            public void connectTo(String server) {
                showLogin(login(server));
            }
        };
        FirstRunViewModel model = new FirstRunViewModel(firstAdmin, parts.tasks(), plan.dataFolder().toString(),
                finish);
        root.getChildren().setAll(new FirstRunView(model, kit()));
    }

    private LoginViewModel login(String server) {
        LoginViewModel login = new LoginViewModel(
                base -> new ConsoleClient(base, http.get(), parts.clock(), caches),
                parts.tasks(),
                this::entered);
        login.onCapsule(file -> CompletableFuture.supplyAsync(() -> {
            SqliteCapsule capsule = SqliteCapsule.open(file);
            return ConsoleClient.of(capsule.info(), capsule, viewer(capsule), http.get(), parts.clock());
        }));
        login.servers().setAll(parts.preferences().current().servers());
        if (!login.servers().contains(server)) {
            login.servers().addFirst(server);
        }
        login.serverProperty().set(server);
        return login;
    }

    /** In whose place a capsule is looked at: somebody who may read everything. */
    private static User viewer(SqliteCapsule capsule) {
        return new User("capsule", "capsule", null, null, Set.of(Role.VIEWER), UserState.ACTIVE, null, null,
                capsule.info().from(), capsule.info().to(), 1);
    }

    private void showLogin(LoginViewModel login) {
        root.getChildren().setAll(new LoginView(login, kit()));
    }

    private void entered(ConsoleClient client, User operator) {
        if (client.capsule() == null) {
            server = client.base().toString();
            parts.preferences().save(parts.preferences().current().withServer(server));
        }
        LiveClient live = new LiveClient(client, timer, parts.clock());
        ShellViewModel entered = parts.shell(client, live);
        shell = entered;
        client.onSignedOut(() -> parts.tasks().run(() -> leave(client, operator, true)));
        entered.rooms().settings().themeProperty().addListener((observed, before, now) -> looks.dress(scene, now));
        root.getChildren().setAll(new ShellView(entered, kit(), parts.tasks(), () -> {
            var _ = client.logout(parts.preferences().current().wipesCache());
            leave(client, operator, false);
        }));
        entered.start(Place.OVERVIEW);
    }

    /** @param over whether the session ended by itself */
    private void leave(ConsoleClient client, User operator, boolean over) {
        if (shell == null) {
            return;
        }
        shell.stop();
        shell = null;
        LoginViewModel login = login(client.capsule() == null ? client.base().toString() : server);
        login.usernameProperty().set(client.capsule() == null ? operator.username() : "");
        login.sessionOverProperty().set(over);
        showLogin(login);
    }

    private Kit kit() {
        return new Kit(parts.messages(), ticker, new Overlay());
    }

    @Override
    public void close() {
        boolean maximized = stage.isMaximized();
        Preferences last = parts.preferences().current();
        parts.preferences()
                .save(last.withWindow(maximized ? last.width() : stage.getWidth(),
                        maximized ? last.height() : stage.getHeight(), maximized));
        if (shell != null) {
            shell.stop();
        }
        ticker.close();
    }
}
