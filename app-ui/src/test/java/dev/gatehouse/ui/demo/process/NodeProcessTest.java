package dev.gatehouse.ui.demo.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The {@code server} command in a process of its own. */
@Execution(ExecutionMode.CONCURRENT)
class NodeProcessTest {

    @TempDir
    private Path folder;

    @Test
    void nodeServesAndEndsWithItsParent() throws Exception {
        NodeProcess started;
        try (NodeProcess node = NodeProcess.start(Jvm.current(), "n-1", folder, Map.of(), 0);
                HttpClient client = HttpClient.newHttpClient()) {
            started = node;
            NodeProcess.Address address = node.awaitReady();
            assertThat(address.node()).isEqualTo("n-1");
            var response = client.send(HttpRequest.newBuilder(address.uri().resolve("/healthz")).build(),
                    HttpResponse.BodyHandlers.discarding());
            assertThat(response.statusCode()).isEqualTo(200);
        }
        assertThat(started.alive()).isFalse();
    }

    @Test
    void sigtermEndsANodeWithinFiveSecondsAndStandardOutputHasOneLine() throws Exception {
        Process process = new ProcessBuilder(Jvm.current()
                .command(256, "dev.gatehouse.ui.cli.Main", List.of("server", "--data", folder.resolve("d").toString(),
                        "--set", "http.port=0", "--set", "traffic.port=0")))
                .redirectError(folder.resolve("err").toFile())
                .start();
        try (var out = process.inputReader()) {
            assertThat(out.readLine()).matches("gatehouse \\S+ ready http://127\\.0\\.0\\.1:\\d+ traffic \\S+");
            assertThat(process.toHandle().destroy()).isTrue();
            assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isIn(0, 143);
            assertThat(out.readLine()).isNull();
        } finally {
            process.destroyForcibly();
        }
    }
}
