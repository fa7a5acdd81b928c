package dev.gatehouse.bench;

import dev.gatehouse.server.ConfigException;
import dev.gatehouse.server.GatehouseServer;
import dev.gatehouse.server.ServerConfig;
import dev.gatehouse.server.StartException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From the start of the process until the console's first window is drawn and its door is there, beside a program that shows one label, each
 * with an AOT cache that it was trained for by one such start.
 */
final class WindowBench {

    private static final String CONSOLE = "dev.gatehouse.bench.window.ConsoleStart";
    private static final String LABEL = "dev.gatehouse.bench.window.LabelStart";
    /** As {@code gatehouse} starts the program, on a screen that is not there. */
    private static final List<String> FLAGS = List.of("--add-modules", "javafx.controls",
            "--enable-native-access=javafx.graphics,ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseG1GC", "-Dglass.platform=Headless", "-Xlog:aot*=off", "-Xlog:cds*=off");
    private static final int SHOWN_MILLIS = 0;
    private static final int READY_MILLIS = 1;
    private static final int CPU_MILLIS = 2;
    private static final int RESIDENT_MIB = 3;

    private final Path app;
    private final Path scratch;
    private final int settleSeconds;

    /** @param app the folder that holds {@code lib}, {@code fx} and the benchmark's own jar */
    private WindowBench(Path app, Path scratch, int settleSeconds) {
        this.app = app;
        this.scratch = scratch;
        this.settleSeconds = settleSeconds;
    }

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(7);
        int seconds = options.secondsOr(1);
        try (Scratch scratch = Scratch.make()) {
            WindowBench bench = new WindowBench(Path.of(System.getProperty("gatehouse.bench.app")), scratch.path("."),
                    seconds);
            return bench.compare(rounds, "window --rounds " + rounds + " --seconds " + seconds);
        }
    }

    private Table compare(int rounds, String command) throws IOException, InterruptedException {
        createAdmin();
        Bench.say("window: training");
        Path consoleCache = train(CONSOLE, consoleArguments());
        Path labelCache = train(LABEL, List.of());
        Comparison cached = Comparison.of("window, with the AOT cache", rounds,
                () -> start(use(consoleCache), CONSOLE, consoleArguments()),
                () -> start(use(labelCache), LABEL, List.of()));
        Comparison plain = Comparison.of("window, without a cache", rounds,
                () -> start(List.of("-XX:AOTMode=off"), CONSOLE, consoleArguments()),
                () -> start(use(labelCache), LABEL, List.of()));
        Table table = new Table("window", command, "first window drawn, " + cached.counted(), "console",
                "one label, AOT cache", "median ratio");
        table.compare("AOT cache: until drawn, ms", cached, SHOWN_MILLIS);
        table.compare("AOT cache: until the door is there, ms", cached, READY_MILLIS);
        table.compare("AOT cache: CPU, ms", cached, CPU_MILLIS);
        table.compare("AOT cache: resident, MiB", cached, RESIDENT_MIB);
        table.compare("no cache: until drawn, ms", plain, SHOWN_MILLIS);
        table.compare("no cache: until the door is there, ms", plain, READY_MILLIS);
        table.compare("no cache: CPU, ms", plain, CPU_MILLIS);
        table.compare("no cache: resident, MiB", plain, RESIDENT_MIB);
        return table;
    }

    /** As on every day but the first, the console begins at its door. */
    private void createAdmin() {
        try {
            ServerConfig config = ServerConfig.load(ServerConfig.Sources.defaults(data()));
            GatehouseServer.administer(config, GatehouseServer.Administration.CREATE, NodeMain.ADMIN,
                    NodeMain.PASSWORD.toCharArray());
        } catch (ConfigException | StartException e) {
            throw new BenchFailure("The console's data folder could not be made: " + e.getMessage());
        }
    }

    private Path data() {
        return scratch.resolve("data");
    }

    private List<String> consoleArguments() {
        return List.of("--data", data().toString(), "--set", "http.port=0", "--set", "traffic.port=-1");
    }

    private Path train(String main, List<String> arguments) throws IOException, InterruptedException {
        Path cache = scratch.resolve(main + ".aot");
        try (Child child = child(List.of("-XX:AOTCacheOutput=" + cache), main, arguments)) {
            await(child, "ready");
            child.end();
        }
        if (!Files.exists(cache)) {
            throw new BenchFailure("No AOT cache was made for " + main + ".");
        }
        return cache;
    }

    private static List<String> use(Path cache) {
        return List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on");
    }

    private double[] start(List<String> flags, String main, List<String> arguments)
            throws IOException, InterruptedException {
        long startedNanos = System.nanoTime();
        try (Child child = child(flags, main, arguments)) {
            await(child, "drawn");
            double drawnMillis = (System.nanoTime() - startedNanos) / 1e6;
            await(child, "ready");
            double readyMillis = (System.nanoTime() - startedNanos) / 1e6;
            double cpuMillis = child.cpuMillis();
            Thread.sleep(settleSeconds * 1000L);
            double residentMib = child.residentKib() / 1024.0;
            child.end();
            return new double[]{drawnMillis, readyMillis, cpuMillis, residentMib};
        }
    }

    private void await(Child child, String word) throws IOException {
        try {
            child.line(word);
        } catch (BenchFailure e) {
            Bench.say(Files.readString(complaints()));
            throw e;
        }
    }

    /** JavaFX complains whenever it is ended between two frames, which says nothing. */
    private Path complaints() {
        return scratch.resolve("complaints.log");
    }

    private Child child(List<String> flags, String main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Child.tool("java"), "--module-path",
                app.resolve("fx").toString()));
        command.addAll(FLAGS);
        command.addAll(flags);
        command.addAll(List.of("-cp", app.resolve("bench.jar") + File.pathSeparator + jars(), main));
        command.addAll(arguments);
        return Child.start(Child.BOTH_CORES, command, ProcessBuilder.Redirect.appendTo(complaints().toFile()));
    }

    /** Always in the same order, as an AOT cache wants it. */
    private String jars() {
        String[] names = app.resolve("lib").toFile().list();
        if (names == null) {
            throw new BenchFailure("The program is not built.");
        }
        Arrays.sort(names);
        return String.join(File.pathSeparator,
                Arrays.stream(names).map(name -> app.resolve("lib").resolve(name).toString()).toList());
    }
}
