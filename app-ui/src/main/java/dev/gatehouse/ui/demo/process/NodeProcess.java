package dev.gatehouse.ui.demo.process;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node, the {@code server} command of this program in a JVM of its own, with ports that it chooses itself. */
public final class NodeProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("gatehouse (\\S+) ready (\\S+) traffic (\\S+)");
    private static final String MAIN_CLASS = "dev.gatehouse.ui.cli.Main";
    private static final int HEAP_MEGABYTES = 512;
    /** What a node may need for each of the fleet's sessions, with room for what comes and goes. */
    private static final int HEAP_BYTES_PER_SESSION = 1000;

    private final Child child;
    private final Path data;

    private NodeProcess(Child child, Path data) {
        this.child = child;
        this.data = data;
    }

    /**
     * Where a node answers.
     *
     * @param traffic an address, or {@code off}
     */
    public record Address(String node, URI uri, String traffic) {

        /** Reads the line that a node prints once it serves. */
        public static Address parse(String line) {
            Matcher match = READY.matcher(line);
            if (!match.matches()) {
                throw new IllegalArgumentException("not a node's line: " + line);
            }
            return new Address(match.group(1), URI.create(match.group(2)), match.group(3));
        }
    }

    /**
     * Starts it without waiting.
     *
     * @param name     its node id
     * @param folder   takes its log and its data
     * @param settings configuration keys and their values
     * @param sessions made-up ones of the whole fleet, which every node knows
     */
    public static NodeProcess start(Jvm jvm, String name, Path folder, Map<String, String> settings, int sessions)
            throws DemoFailure {
        Path data = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of("server", "--until-stdin-closes", "--data", data.toString(),
                "--set", "node.id=" + name, "--set", "http.port=0", "--set", "traffic.port=0"));
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        Child child = Child.start("node " + name, jvm.command(heapMegabytes(sessions), MAIN_CLASS, arguments),
                folder.resolve(name + ".log"));
        return new NodeProcess(child, data);
    }

    /** The heap of a node of a fleet with so many made-up sessions. */
    static int heapMegabytes(int sessions) {
        return HEAP_MEGABYTES + (int) (((long) sessions * HEAP_BYTES_PER_SESSION) >> 20);
    }

    /** Waits until it serves. */
    public Address awaitReady() throws DemoFailure, InterruptedException {
        return Address.parse(child.awaitLine(line -> READY.matcher(line).matches(), Duration.ofSeconds(90)));
    }

    /** What to call it in sentences. */
    public String name() {
        return child.name();
    }

    /** The node's data folder. */
    public Path data() {
        return data;
    }

    /** Whether it still runs. */
    public boolean alive() {
        return child.alive();
    }

    /** Asks it to end, without waiting. */
    public void askToEnd() {
        child.askToEnd();
    }

    @Override
    public void close() {
        child.close();
    }
}
