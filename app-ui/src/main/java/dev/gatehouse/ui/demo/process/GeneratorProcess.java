package dev.gatehouse.ui.demo.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sessions without sockets, the {@code generate} command of this program in a JVM of its own. */
public final class GeneratorProcess implements AutoCloseable {

    /** What each second's line of its output begins with; how many sessions are online follows. */
    public static final String ONLINE = "generator online ";

    private static final String MAIN_CLASS = "dev.gatehouse.ui.cli.Main";
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private final Child child;

    private GeneratorProcess(Child child) {
        this.child = child;
    }

    /**
     * Starts it without waiting.
     *
     * @param folder   takes its log and its data
     * @param settings configuration keys and their values
     */
    public static GeneratorProcess start(Jvm jvm, Path folder, Map<String, String> settings, int sessions, int churn)
            throws DemoFailure {
        List<String> arguments = new ArrayList<>(List.of("generate", "--sessions", Integer.toString(sessions),
                "--churn", Integer.toString(churn), "--data", folder.resolve("generator").toString(), "--set",
                "node.id=generator"));
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return new GeneratorProcess(Child.start("the generator",
                jvm.command(NodeProcess.heapMegabytes(sessions), MAIN_CLASS, arguments),
                folder.resolve("generator.log")));
    }

    /** Waits for the next second's line, and gives how many sessions are online. */
    public long awaitOnline() throws DemoFailure, InterruptedException {
        return Long.parseLong(child.awaitLine(line -> line.startsWith(ONLINE), LONGEST_SILENCE)
                .substring(ONLINE.length()));
    }

    /** Whether it still runs. */
    public boolean alive() {
        return child.alive();
    }

    @Override
    public void close() {
        child.close();
    }
}
