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
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Overlay;
import dev.gatehouse.ui.widget.Question;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one window: the wizard of the first run, the door, or the main window, one after the other. */
public final class ConsoleWindow implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleWindow.class);
    private static final double LEAST_WIDTH = 1000;
    private static final double LEAST_HEIGHT = 640;
    /** How long the window waits for the disk when it shuts. */
    private static final Duration LONGEST_LEAVE = Duration.ofSeconds(3);

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
    private @Nullable ConsoleClient client;
    private boolean toldOfSettings;
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
        this.client = client;
        client.onSignedOut(() -> parts.tasks().run(() -> {
            if (leave(client, operator, true)) {
                var _ = client.leave(parts.preferences().current().wipesCache());
            }
        }));
        entered.rooms().settings().themeProperty().addListener((observed, before, now) -> looks.dress(scene, now));
        Kit kit = kit();
        root.getChildren()
                .setAll(new ShellView(entered, kit, parts.tasks(), () -> askToLeave(client, operator, kit)));
        entered.start(Place.OVERVIEW);
        Path unreadable = parts.preferences().setAside();
        if (unreadable != null && !toldOfSettings) {
            toldOfSettings = true;
            entered.notices().warn(Sentence.of("settings.setAside", unreadable.toString()));
        }
    }

    /** Asks first where changes that no node has would be deleted. */
    private void askToLeave(ConsoleClient client, User operator, Kit kit) {
        if (!parts.preferences().current().wipesCache()) {
            signOut(client, operator, false);
            return;
        }
        parts.tasks().when(client.intents().here(), changes -> {
            if (changes == 0) {
                signOut(client, operator, true);
            } else {
                new Dialogs(kit).ask(new Question("offline.leaveTitle", Sentence.of("offline.leaveBody", changes),
                        "offline.leave", false), reason -> signOut(client, operator, true));
            }
        }, failure -> signOut(client, operator, false));
    }

    private void signOut(ConsoleClient client, User operator, boolean wipe) {
        if (leave(client, operator, false)) {
            var _ = client.logout(wipe);
        }
    }

    /**
     * @param over whether the session ended by itself
     * @return whether that is not so already
     */
    private boolean leave(ConsoleClient client, User operator, boolean over) {
        if (shell == null || !client.equals(this.client)) {
            return false;
        }
        shell.stop();
        shell = null;
        this.client = null;
        LoginViewModel login = login(client.capsule() == null ? client.base().toString() : server);
        login.usernameProperty().set(client.capsule() == null ? operator.username() : "");
        login.sessionOverProperty().set(over);
        showLogin(login);
        return true;
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
        ConsoleClient open = client;
        if (open != null) {
            boolean left = open.leave(last.wipesCache()).handle((done, failure) -> failure == null)
                    .completeOnTimeout(false, LONGEST_LEAVE.toSeconds(), TimeUnit.SECONDS).join();
            if (!left) {
                LOG.warn("what was kept of {} was not closed in order", open.base());
            }
        }
        ticker.close();
    }
}
