package dev.gatehouse.ui.demo.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A program that runs beside this one. Its output goes to a log file; its standard input is its {@link Lifeline}.
 * Closing it twice is as good as once.
 */
public final class Child implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Pattern STACK_FRAME = Pattern.compile("\\s+(at |\\.\\.\\. )");
    private static final String OVER = "\u0000";

    private final String name;
    private final Path log;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Child(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts a program.
     *
     * @param name what to call it in sentences
     * @param log  the file that takes its standard output and standard error
     */
    public static Child start(String name, List<String> command, Path log) throws DemoFailure {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(
                ProcessBuilder.Redirect.appendTo(log.toFile()));
        // The child takes its settings from its command line alone.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("GATEHOUSE_"));
        try {
            Child child = new Child(name, log, builder.start());
            Thread.ofVirtual().name(name + "-output").start(child::copyOutput);
            return child;
        } catch (IOException failure) {
            throw new DemoFailure(name + " cannot be started: " + failure.getMessage(), failure);
        }
    }

    /**
     * Waits for a line of its standard output.
     *
     * @throws DemoFailure where the program ends first, or the line does not come in time
     */
    public String awaitLine(Predicate<String> wanted, Duration limit) throws DemoFailure, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            String line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new DemoFailure(name + " was not ready within " + limit.toSeconds() + " s; its log is " + log
                        + lastWords());
            }
            if (line.equals(OVER)) {
                throw new DemoFailure(name + " ended before it was ready; its log is " + log + lastWords());
            }
            if (wanted.test(line)) {
                return line;
            }
        }
    }

    /** Whether it still runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** What to call it in sentences. */
    public String name() {
        return name;
    }

    /** The id that the operating system gave it. */
    public long pid() {
        return process.pid();
    }

    /** Asks it to end, without waiting. */
    public void askToEnd() {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyGone) {
            process.destroy();
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        List<ProcessHandle> below = process.descendants().toList();
        askToEnd();
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            interrupted = true;
            process.destroyForcibly();
        }
        below.forEach(ProcessHandle::destroyForcibly);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void copyOutput() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            String line = reader.readLine();
            while (line != null) {
                Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                lines.add(line);
                line = reader.readLine();
            }
        } catch (IOException failure) {
            if (!closed.get()) {
                throw new UncheckedIOException(failure);
            }
        } finally {
            lines.add(OVER);
        }
    }

    /** The end of the log, since the folder may be gone by the time somebody wants to look. */
    private String lastWords() {
        try {
            List<String> all = !Files.exists(log) ? List.of()
                    : Files.readAllLines(log, StandardCharsets.UTF_8)
                            .stream()
                            .filter(line -> !STACK_FRAME.matcher(line).lookingAt())
                            .toList();
            List<String> last = all.subList(Math.max(0, all.size() - 4), all.size());
            return last.isEmpty() ? "" : "\n  " + String.join("\n  ", last);
        } catch (IOException unreadable) {
            return " (which cannot be read: " + unreadable.getMessage() + ")";
        }
    }
}
