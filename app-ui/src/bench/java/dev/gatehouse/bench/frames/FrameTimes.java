package dev.gatehouse.bench.frames;

import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.settings.Theme;
import dev.gatehouse.ui.shell.Looks;
import dev.gatehouse.ui.shell.Place;
import dev.gatehouse.ui.shell.ShellParts;
import dev.gatehouse.ui.shell.ShellView;
import dev.gatehouse.ui.shell.ShellViewModel;
import dev.gatehouse.ui.task.FxTaskRunner;
import dev.gatehouse.ui.task.Ticker;
import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.text.Messages;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Overlay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/**
 * Shows a view of a running node in the real console, without a display, and tells how long JavaFX's thread worked for
 * each pulse. Arguments: address, username, password, seconds, the view ({@code sessions} or {@code audit}), and for
 * the sessions an order or for the audit the words that are searched for. The first {@value #WARM_UP} seconds do not
 * count.
 */
public final class FrameTimes {

    private static final int WARM_UP = 20;
    private static final int MOST_ATTEMPTS = 20;

    private FrameTimes() {}

    /** Prints one line of figures and ends the process. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
        Clock clock = Clock.systemUTC();
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
                HttpClient http = HttpClient.newHttpClient()) {
            ConsoleClient client = new ConsoleClient(URI.create(arguments[0]), http, clock);
            signIn(client, arguments[1], arguments[2]);
            Platform.startup(() -> {});
            FxTaskRunner tasks = new FxTaskRunner(timer);
            boolean isAudit = "audit".equals(arguments[4]);
            Place place = isAudit ? Place.AUDIT : Place.SESSIONS;
            CompletableFuture<ShellViewModel> opened = new CompletableFuture<>();
            tasks.run(() -> opened.complete(open(client, new LiveClient(client, timer, clock), tasks, clock, place)));
            ShellViewModel shell = opened.get(60, TimeUnit.SECONDS);
            String words = arguments.length > 5 ? arguments[5] : "";
            tasks.run(() -> {
                if (isAudit) {
                    shell.rooms().audit().searchProperty().set(words);
                } else {
                    shell.rooms().sessions().sortBy(words.isEmpty() ? null : words);
                }
            });
            ReadOnlyLongProperty total = isAudit
                    ? shell.rooms().audit().tail().totalProperty()
                    : shell.rooms().sessions().online().totalProperty();
            CompletableFuture<PulseWork> measured = new CompletableFuture<>();
            tasks.after(Duration.ofSeconds(WARM_UP), () -> {
                PulseWork work = new PulseWork();
                work.start();
                InvalidationListener updated = changed -> work.updated();
                (isAudit ? total : shell.rooms().sessions().online().dataAtProperty()).addListener(updated);
                tasks.after(Duration.ofSeconds(Long.parseLong(arguments[3])), () -> {
                    work.stop();
                    measured.complete(work);
                });
            });
            System.out.println(measured.get().told(total.get()));
            System.out.flush();
            Platform.exit();
            timer.shutdownNow();
            http.shutdownNow();
        }
        System.exit(0);
    }

    /** A node that is busy filling up turns people away for a while. */
    private static void signIn(ConsoleClient client, String username, String password) throws Exception {
        for (int attempt = 1;; attempt++) {
            try {
                client.login(username, password).get(60, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException refused) {
                if (attempt == MOST_ATTEMPTS) {
                    throw refused;
                }
                TimeUnit.SECONDS.sleep(2);
            }
        }
    }

    private static ShellViewModel open(ConsoleClient client, LiveClient live, FxTaskRunner tasks, Clock clock,
            Place place) {
        try {
            Messages messages = new Messages(Language.ENGLISH);
            ShellViewModel shell = new ShellParts(tasks,
                    new PreferenceFile(Files.createTempDirectory("gatehouse-frames")), messages, clock)
                    .shell(client, live);
            Kit kit = new Kit(messages, new Ticker(clock, tasks), new Overlay());
            Scene scene = new Scene(new StackPane(new ShellView(shell, kit, tasks, () -> {})), 1000, 700);
            new Looks().dress(scene, Theme.LIGHT);
            Stage stage = new Stage();
            stage.setScene(scene);
            stage.show();
            shell.start(place);
            return shell;
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
