package dev.gatehouse.ui;

import dev.gatehouse.client.NodeTrust;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.shell.Looks;
import dev.gatehouse.ui.shell.ShellParts;
import dev.gatehouse.ui.shell.TrayNotifier;
import dev.gatehouse.ui.task.FxTaskRunner;
import dev.gatehouse.ui.text.Messages;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javafx.application.Platform;
import javafx.stage.Stage;

/** The composition root of the console. */
public final class ConsoleApp {

    private ConsoleApp() {}

    /**
     * Opens the console; returns when its window was closed. To be called once, from the main thread.
     *
     * @param dataFolder where the console keeps its own settings
     * @param plan       what to show, once it is known; until then the window says that the node starts
     * @throws WindowFailure where this machine cannot show windows
     */
    public static void launch(Path dataFolder, CompletableFuture<LaunchPlan> plan) {
        CountDownLatch closed = new CountDownLatch(1);
        ScheduledExecutorService timer = Executors
                .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("console-timer").factory());
        CompletableFuture<HttpClient> http = plan.thenApply(known -> http(known.certificates()));
        try {
            startToolkit(() -> open(dataFolder, plan, http, timer, closed));
            closed.await();
            Platform.exit();
        } catch (InterruptedException stopped) {
            Platform.exit();
            Thread.currentThread().interrupt();
        } finally {
            timer.shutdownNow();
            var _ = http.thenAccept(HttpClient::shutdownNow);
        }
    }

    /** Starts JavaFX. Where that fails it must not be asked to end: it would wait for its start for ever. */
    private static void startToolkit(Runnable then) {
        try {
            Platform.setImplicitExit(false);
            Platform.startup(then);
        } catch (RuntimeException | LinkageError failure) {
            throw new WindowFailure(failure);
        }
    }

    /**
     * The client of every connection of a console.
     *
     * @param pinned certificates of nodes that are trusted whoever issued these, such as the node in this process
     */
    static HttpClient http(List<X509Certificate> pinned) {
        return HttpClient.newBuilder()
                .sslContext(NodeTrust.of(pinned, List.of()).context())
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    private static void open(Path dataFolder, CompletableFuture<LaunchPlan> plan, CompletableFuture<HttpClient> http,
            ScheduledExecutorService timer, CountDownLatch closed) {
        PreferenceFile preferences = new PreferenceFile(dataFolder);
        Messages messages = new Messages(preferences.current().language());
        // JavaFX's own words, such as a calendar's months, follow the format locale.
        messages.languageProperty()
                .subscribe(language -> Locale.setDefault(Locale.Category.FORMAT, language.locale()));
        TrayNotifier tray = new TrayNotifier(messages);
        ShellParts parts = new ShellParts(new FxTaskRunner(timer), preferences, messages, Clock.systemUTC(), tray);
        Stage stage = new Stage();
        ConsoleWindow window = new ConsoleWindow(stage, parts, new Looks(), http::join, timer);
        stage.setOnHidden(event -> {
            window.close();
            tray.close();
            closed.countDown();
        });
        window.open(plan.thenCombine(http, (known, _) -> known));
    }
}
