package dev.gatehouse.ui.shell;

import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.settings.Theme;
import dev.gatehouse.ui.task.FxTaskRunner;
import dev.gatehouse.ui.task.Load;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;

/** Pictures of every view, without a display. */
public final class Screenshots implements AutoCloseable {

    private static final long LONGEST_WAIT_SECONDS = 20;
    private static final List<Shot> SHOTS = List.of(new Shot(Theme.LIGHT, Language.ENGLISH, 1440, 900),
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
    private record Shot(Theme theme, Language language, int width, int height) {

        String file(Place place) {
            return String.join("-", Integer.toString(place.digit()), place.name(), theme.name(),
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
            return writeOnRunningToolkit(signedIn, folder);
        } finally {
            Platform.exit();
        }
    }

    /** As {@link #write}, where JavaFX runs already, and goes on running. */
    static List<Path> writeOnRunningToolkit(ConsoleClient signedIn, Path folder) throws IOException {
        ScheduledExecutorService timer = Executors
                .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("pictures-timer").factory());
        try (Screenshots screenshots = new Screenshots(signedIn, folder, timer)) {
            return screenshots.takeAll();
        } finally {
            timer.shutdownNow();
        }
    }

    private List<Path> takeAll() throws IOException {
        List<Path> written = new ArrayList<>();
        onFx(() -> {
            shell.start(Place.OVERVIEW);
            return shell;
        });
        Map<Shot, Scene> scenes = new LinkedHashMap<>();
        for (Shot shot : SHOTS) {
            scenes.put(shot, onFx(() -> scene(shot)));
        }
        for (Place place : Place.values()) {
            onFx(() -> {
                shell.placeProperty().set(place);
                return place;
            });
            await(place);
            for (Map.Entry<Shot, Scene> picture : scenes.entrySet()) {
                written.add(onFx(() -> take(picture.getKey(), picture.getValue(), place)));
            }
        }
        return written;
    }

    private Scene scene(Shot shot) {
        ShellView view = new ShellView(shell, new Kit(messages, ticker, new Overlay()), tasks, () -> {});
        return new Scene(new StackPane(view), shot.width(), shot.height());
    }

    private Path take(Shot shot, Scene scene, Place place) {
        messages.languageProperty().set(shot.language());
        looks.dress(scene, shot.theme());
        Path file = folder.resolve(shot.file(place));
        camera.take(scene, file);
        return file;
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
