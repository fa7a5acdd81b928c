package dev.gatehouse.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process on cores of its own. It tells and is told by lines of its standard output and input, and ends when its
 * standard input does.
 */
final class Child implements AutoCloseable {

    /** The core of what is measured. */
    static final String SERVER_CORE = "0";
    /** The core of what asks, and of this program. */
    static final String LOAD_CORE = "1";
    /** Where nothing asks, as at the start of a desktop program. */
    static final String BOTH_CORES = "0,1";

    private final Process process;
    private final BufferedReader lines;
    private final BufferedWriter orders;

    private Child(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Starts a program that is on the PATH or has a folder; what it complains of goes to this program's errors. */
    static Child start(String cores, List<String> command) throws IOException {
        return start(cores, command, ProcessBuilder.Redirect.INHERIT);
    }

    /** Starts a program whose complaints go elsewhere. */
    static Child start(String cores, List<String> command, ProcessBuilder.Redirect complaints) throws IOException {
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cores));
        pinned.addAll(command);
        return new Child(new ProcessBuilder(pinned).redirectError(complaints).start());
    }

    /** Starts a main class of this class path. */
    static Child java(String cores, List<String> flags, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(tool("java"), "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-Dlogback.configurationFile=bench-logback.xml"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(Arrays.asList(arguments));
        return start(cores, command);
    }

    /** A tool of this JDK. */
    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /**
     * Runs a program to its end and gives what it printed.
     *
     * @throws BenchFailure where it ends with anything but 0
     */
    static String output(String cores, List<String> command) throws IOException, InterruptedException {
        try (Child child = start(cores, command)) {
            child.orders.close();
            String text = String.join("\n", child.lines.lines().toList());
            if (child.process.waitFor() != 0) {
                throw new BenchFailure(command.getFirst() + " failed: " + text);
            }
            return text;
        }
    }

    /**
     * The next line that begins with {@code mark}, without it; what comes before is passed over.
     *
     * @throws BenchFailure where the process ends first
     */
    String line(String mark) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(mark)) {
                return line.substring(mark.length()).strip();
            }
        }
        throw new BenchFailure("A process ended before it said '" + mark + "'; what it complained of stands above.");
    }

    /** Gives the process a line and waits for the one that answers. */
    String ask(String order, String mark) throws IOException {
        orders.write(order);
        orders.newLine();
        orders.flush();
        return line(mark);
    }

    long pid() {
        return process.pid();
    }

    long cpuMillis() throws IOException {
        return Machine.cpuMillis(process.pid());
    }

    long residentKib() {
        return Machine.residentKib(process.pid());
    }

    /** Stops the process' clock, so that it costs nothing while the other side has its turn. */
    void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Lets a paused process go on. */
    void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", name, Long.toString(process.pid())).inheritIO().start().waitFor();
    }

    /** Asks the process to end and waits until it has, 30 seconds at most. */
    void end() throws IOException, InterruptedException {
        orders.close();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new BenchFailure("A process did not end when it was asked to.");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
