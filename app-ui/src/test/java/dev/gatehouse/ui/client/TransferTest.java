package dev.gatehouse.ui.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files from a server that begins to send and then says nothing more. */
class TransferTest {

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);
    @SuppressWarnings("NullAway.Init")
    private HttpServer server;
    @SuppressWarnings("NullAway.Init")
    private Path target;

    @BeforeEach
    void start() throws IOException {
        target = folder.resolve("audit.csv");
        Files.writeString(target, "as it was");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/begun", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("time,actor\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            stall();
            exchange.close();
        });
        server.createContext("/silent", exchange -> {
            begun.countDown();
            stall();
            exchange.close();
        });
        server.start();
    }

    private void stall() {
        try {
            over.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        over.countDown();
        http.shutdownNow();
        server.stop(0);
    }

    private CompletableFuture<Path> download(String path, Transfer transfer) {
        Transport transport = new Transport(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), http);
        return transport.download(Transport.Call.get(path), target, "token", transfer);
    }

    private void leavesNothing(CompletableFuture<Path> file, Class<? extends Throwable> failure) throws IOException {
        assertThatThrownBy(() -> file.orTimeout(10, TimeUnit.SECONDS).join())
                .satisfiesAnyOf(thrown -> assertThat(thrown).isInstanceOf(failure),
                        thrown -> assertThat(thrown).hasCauseInstanceOf(failure));
        assertThat(target).hasContent("as it was");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(target);
        }
    }

    @Test
    void transferIsStoppedAtOnceThoughNothingComes() throws Exception {
        Transfer transfer = Transfer.ofBytes(bytes -> begun.countDown());
        CompletableFuture<Path> file = download("/begun", transfer);
        begun.await();

        transfer.stop();

        leavesNothing(file, CancellationException.class);
    }

    @Test
    void transferIsStoppedBeforeTheAnswerBegins() throws Exception {
        Transfer transfer = Transfer.ofBytes(bytes -> {});
        CompletableFuture<Path> file = download("/silent", transfer);
        begun.await();

        transfer.stop();

        leavesNothing(file, CancellationException.class);
    }

    @Test
    void transferThatStallsEnds() throws Exception {
        leavesNothing(download("/begun", new Transfer((bytes, lines, total) -> {}, Duration.ofMillis(200))),
                Unreachable.class);
    }
}
