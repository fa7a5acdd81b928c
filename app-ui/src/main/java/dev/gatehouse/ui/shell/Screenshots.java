package dev.gatehouse.ui.shell;

import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.settings.Theme;
import dev.gatehouse.ui.task.FxTaskRunner;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.task.Ticker;
import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.text.Messages;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Overlay;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pictures of every view, without a display. */
public final class Screenshots implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Screenshots.class);
    private static final Duration BEAT = Duration.ofMillis(100);
    private static final long LONGEST_WAIT_SECONDS = 20;
    static final List<Shot> SHOTS = List.of(new Shot(Theme.LIGHT, Language.ENGLISH, 1440, 900),
            new Shot(Theme.DARK, Language.ENGLISH, 1440, 900), new Shot(Theme.LIGHT, Language.ENGLISH, 1000, 700),
            new Shot(Theme.DARK, Language.ENGLISH, 1000, 700), new Shot(Theme.LIGHT, Language.CHINESE, 1440, 900),
            new Shot(Theme.DARK, Language.CHINESE, 1000, 700));

    private final ConsoleClient client;
    private final Path folder;
    private final FxTaskRunner tasks;
    private final Camera camera = new Camera();
    private final Clock clock = Clock.systemUTC();
    private final Looks looks = new Looks();
    private final ShellViewModel shell;
    private final Messages messages;
    private final Path settings;
    private final Ticker ticker;

    /** What a picture is like. */
    record Shot(Theme theme, Language language, int width, int height) {

        String file(Place place, String pose) {
            return String.join("-", Integer.toString(place.digit()), place.name() + pose, theme.name(),
                    language.locale().toLanguageTag(), width + "x" + height)
                    .toLowerCase(java.util.Locale.ROOT) + ".png";
        }
    }

    private Screenshots(ConsoleClient client, Path folder, ScheduledExecutorService timer) throws IOException {
        this.client = client;
        this.folder = Files.createDirectories(folder);
        this.tasks = new FxTaskRunner(timer);
        this.settings = Files.createTempDirectory("gatehouse-pictures");
        this.ticker = new Ticker(clock, tasks);
        this.messages = new Messages(Language.ENGLISH);
        this.shell = new ShellParts(tasks, new PreferenceFile(settings), messages, clock)
                .shell(client, new LiveClient(client, timer, clock));
    }

    /**
     * Writes a PNG of every view in both themes and two sizes, some in Chinese too. Needs
     * {@code -Dglass.platform=Headless}; starts JavaFX itself and ends it; to be called once, not from JavaFX's thread.
     *
     * @param signedIn a client that {@link ConsoleClient#login} has succeeded on
     * @param folder   made where it is missing
     * @return the files written
     * @throws IOException where the folder cannot be written, or a view does not load within 20 s
     */
    public static List<Path> write(ConsoleClient signedIn, Path folder) throws IOException {
        Platform.setImplicitExit(false);
        Platform.startup(() -> {});
        try {
            return writeOnRunningToolkit(signedIn, folder, SHOTS);
        } finally {
            Platform.exit();
        }
    }

    /** As {@link #write}, where JavaFX runs already, and goes on running. */
    static List<Path> writeOnRunningToolkit(ConsoleClient signedIn, Path folder, List<Shot> shots) throws IOException {
        ScheduledExecutorService timer = Executors
                .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("pictures-timer").factory());
        try (Screenshots screenshots = new Screenshots(signedIn, folder, timer)) {
            return screenshots.takeAll(shots);
        } finally {
            timer.shutdownNow();
        }
    }

    private List<Path> takeAll(List<Shot> shots) throws IOException {
        List<Path> written = new ArrayList<>();
        onFx(() -> {
            shell.start(Place.OVERVIEW);
            return shell;
        });
        List<Stand> stands = new ArrayList<>();
        for (Shot shot : shots) {
            stands.add(onFx(() -> stand(shot)));
        }
        for (Place place : Place.values()) {
            onFx(() -> {
                shell.placeProperty().set(place);
                return place;
            });
            await(place);
            takeAll(stands, place, "", written);
        }
        try (Poses poses = new Poses(shell, client, clock)) {
            for (Poses.Pose pose : poses.all()) {
                take(pose, stands, written);
            }
        }
        return written;
    }

    private void take(Poses.Pose pose, List<Stand> stands, List<Path> written) throws IOException {
        onFx(() -> {
            shell.placeProperty().set(pose.place());
            return pose;
        });
        await(pose.place());
        onFx(() -> {
            pose.prepare().run();
            return pose;
        });
        until(pose.ready(), "the picture of " + pose.name());
        onFx(() -> {
            stands.forEach(stand -> {
                stand.scene().getRoot().applyCss();
                pose.open().accept(stand.scene());
            });
            return pose;
        });
        until(() -> stands.stream().allMatch(stand -> pose.shown().test(stand.scene())), "the view of " + pose.name());
        takeAll(stands, pose.place(), "-" + pose.name(), written);
        onFx(() -> {
            stands.forEach(stand -> stand.kit().overlay().hide());
            pose.leave().run();
            return pose;
        });
    }

    private void takeAll(List<Stand> stands, Place place, String pose, List<Path> written) throws IOException {
        for (Stand stand : stands) {
            written.add(onFx(() -> take(stand, place, pose)));
        }
    }

    /** A main window of its own for each kind of picture. */
    private record Stand(Shot shot, Scene scene, Kit kit) {}

    private Stand stand(Shot shot) {
        Kit kit = new Kit(messages, ticker, new Overlay());
        ShellView view = new ShellView(shell, kit, tasks, () -> {});
        return new Stand(shot, new Scene(new StackPane(view), shot.width(), shot.height()), kit);
    }

    private Path take(Stand stand, Place place, String pose) {
        messages.languageProperty().set(stand.shot().language());
        looks.dress(stand.scene(), stand.shot().theme());
        Path file = folder.resolve(stand.shot().file(place, pose));
        camera.take(stand.scene(), file);
        return file;
    }

    /** Asks again and again, on JavaFX's thread, until {@code condition} holds. */
    private void until(BooleanSupplier condition, String what) throws IOException {
        CompletableFuture<Boolean> holds = new CompletableFuture<>();
        try (TaskRunner.Handle asking = tasks.every(BEAT, () -> {
            if (condition.getAsBoolean()) {
                holds.complete(true);
            }
        })) {
            LOG.debug("waiting for {} with {}", what, asking);
            get(holds, what);
        }
    }

    /** Waits for the place's rows; a place that fails to load is pictured as it is, with its sentence. */
    private void await(Place place) throws IOException {
        Load load = switch (place) {
            case OVERVIEW -> shell.rooms().dashboard().load();
            case SESSIONS -> shell.rooms().sessions().online().load();
            case USERS -> shell.rooms().users().load();
            case ROUTES -> shell.rooms().routes().load();
            case AUDIT -> shell.rooms().audit().load();
            case HEALTH -> shell.rooms().health().load();
            case SECURITY -> shell.rooms().locks().load();
            case MESSAGES -> shell.rooms().messages().sent().load();
            case TRACES -> shell.rooms().traces().load();
            case SETTINGS -> shell.rooms().settings().load();
        };
        CompletableFuture<Boolean> settled = new CompletableFuture<>();
        onFx(() -> {
            if (load.stateProperty().get() != Load.State.WAITING) {
                settled.complete(true);
            }
            load.stateProperty().addListener((observed, before, now) -> settled.complete(true));
            return load;
        });
        get(settled, "the view " + place + " of " + client.base());
    }

    private <T> T onFx(Supplier<T> work) throws IOException {
        CompletableFuture<T> done = new CompletableFuture<>();
        tasks.run(() -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException failure) {
                done.completeExceptionally(failure);
            }
        });
        return get(done, "JavaFX");
    }

    private static <T> T get(CompletableFuture<T> future, String what) throws IOException {
        try {
            return future.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while waiting for " + what);
        } catch (ExecutionException failure) {
            throw new IOException("the pictures cannot be taken", failure.getCause());
        } catch (TimeoutException late) {
            throw new IOException(what + " did not load within " + LONGEST_WAIT_SECONDS + " s", late);
        }
    }

    @Override
    public void close() throws IOException {
        onFx(() -> {
            ticker.close();
            shell.stop();
            return shell;
        });
        Files.deleteIfExists(settings.resolve(PreferenceFile.NAME));
        Files.deleteIfExists(settings);
    }
}
