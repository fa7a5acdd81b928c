package dev.gatehouse.ui.demo.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real Redis: the one on the {@code PATH} where it is 6.2 or later, else the one that the build downloaded. */
public final class RedisProcess implements AutoCloseable {

    private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.(\\d+)");

    /** Ends the program when the standard input, the {@link Lifeline}, is over. */
    private static final String TETHER = "\"$@\" & child=$!; trap 'kill $child' INT TERM; cat >/dev/null;"
            + " kill $child 2>/dev/null; wait $child";

    private final Child child;
    private final String uri;
    private final String origin;

    private RedisProcess(Child child, String uri, String origin) {
        this.child = child;
        this.uri = uri;
        this.origin = origin;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param folder takes its log and what it unpacks
     * @param jars   the demo's jars
     */
    public static RedisProcess start(Path folder, Path jars) throws DemoFailure, InterruptedException {
        Optional<Path> installed = onPath();
        Path program = installed.isPresent() ? installed.get() : unpack(jars, folder);
        int port = FreePort.find();
        List<String> command = new ArrayList<>();
        if (File.separatorChar == '/') {
            command.addAll(List.of("/bin/sh", "-c", TETHER, "redis"));
        }
        command.addAll(List.of(program.toString(), "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save",
                "", "--appendonly", "no", "--dir", folder.toString()));
        Child child = Child.start("Redis", command, folder.resolve("redis.log"));
        try {
            child.awaitLine(line -> line.contains("eady to accept connections"), Duration.ofSeconds(15));
            ping(port);
        } catch (DemoFailure | InterruptedException failure) {
            child.close();
            throw failure;
        }
        return new RedisProcess(child, "redis://127.0.0.1:" + port,
                installed.isPresent() ? program.toString() : "unpacked from the build's download");
    }

    /** Where it answers. */
    public String uri() {
        return uri;
    }

    /** Where the program came from. */
    public String origin() {
        return origin;
    }

    /** Whether it still runs. */
    public boolean alive() {
        return child.alive();
    }

    @Override
    public void close() {
        child.close();
    }

    private static void ping(int port) throws DemoFailure {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
            if (!answer.equals("+PONG")) {
                throw new DemoFailure("Redis on port " + port + " answered " + answer + " instead of PONG.");
            }
        } catch (IOException failure) {
            throw new DemoFailure("Redis does not answer on port " + port + ": " + failure.getMessage(), failure);
        }
    }

    private static Optional<Path> onPath() throws InterruptedException {
        String path = System.getenv("PATH");
        if (path == null) {
            return Optional.empty();
        }
        String file = File.separatorChar == '/' ? "redis-server" : "redis-server.exe";
        for (String folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
            Path program = Path.of(folder).resolve(file);
            if (Files.isExecutable(program) && recent(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    private static boolean recent(Path program) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var version = VERSION.matcher(answer);
            if (!process.waitFor(5, TimeUnit.SECONDS) || !version.find()) {
                return false;
            }
            int major = Integer.parseInt(version.group(1));
            return major > 6 || (major == 6 && Integer.parseInt(version.group(2)) >= 2);
        } catch (IOException unusable) {
            return false;
        }
    }

    private static Path unpack(Path jars, Path folder) throws DemoFailure {
        String ending = platform();
        if (ending == null) {
            throw new DemoFailure("There is no redis-server on the PATH and the build has none for this platform;"
                    + " install Redis 6.2 or later.");
        }
        try (Stream<Path> files = Files.list(jars)) {
            Path jar = files.filter(file -> file.getFileName().toString().startsWith("embedded-redis"))
                    .findFirst()
                    .orElseThrow(() -> new DemoFailure("The embedded-redis jar is missing in " + jars
                            + "; delete app-ui/target and start again."));
            try (JarFile archive = new JarFile(jar.toFile())) {
                var entry = archive.stream()
                        .filter(candidate -> candidate.getName().startsWith("redis-server")
                                && candidate.getName().endsWith(ending))
                        .findFirst()
                        .orElseThrow(() -> new DemoFailure("There is no redis-server on the PATH and the build has"
                                + " none for this platform; install Redis 6.2 or later."));
                Path program = folder.resolve("redis-server");
                try (InputStream content = archive.getInputStream(entry)) {
                    Files.copy(content, program);
                }
                if (!program.toFile().setExecutable(true)) {
                    throw new DemoFailure(program + " cannot be made executable.");
                }
                return program;
            }
        } catch (IOException failure) {
            throw new DemoFailure("Redis cannot be unpacked: " + failure.getMessage(), failure);
        }
    }

    private static @Nullable String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String chip = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String suffix = chip.equals("aarch64") || chip.equals("arm64") ? "arm64" : "amd64";
        if (system.contains("linux")) {
            return "linux-" + suffix;
        }
        return system.contains("mac") ? "darwin-" + suffix : null;
    }
}
