package dev.gatehouse.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.schedule.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Connections for tunnels. */
class UpstreamSocketsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static UpstreamSockets named(String... addresses) {
        return new UpstreamSockets(new UpstreamAddresses(() -> Set.of(1), Set.of(),
                _ -> Stream.of(addresses).map(InetAddress::ofLiteral).toArray(InetAddress[]::new)));
    }

    @Test
    void nextAddressIsTriedWhereTheOneBeforeDoesNotAnswer() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            URI base = URI.create("http://chat.test:" + server.getLocalPort());

            try (Socket socket = named("169.254.169.254", "127.0.0.2", "127.0.0.3", "127.0.0.1").connect(base,
                    PATIENCE)) {
                assertThat(socket.getInetAddress()).isEqualTo(server.getInetAddress());
            }
            assertThatThrownBy(() -> named("127.0.0.2", "127.0.0.3").connect(base, PATIENCE))
                    .isInstanceOf(ConnectException.class).satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        }
    }

    @Test
    void nothingIsTriedWhenTheTimeIsOver() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            URI base = URI.create("http://chat.test:" + server.getLocalPort());

            assertThatThrownBy(() -> named("127.0.0.1").connect(base, Duration.ofNanos(1)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void nameThatIsLookedUpForTooLongIsGivenUpInTime() {
        CompletableFuture<InetAddress[]> late = new CompletableFuture<>();
        UpstreamSockets sockets = new UpstreamSockets(
                new UpstreamAddresses(() -> Set.of(1), Set.of(), _ -> late.join()));
        long startedNanos = System.nanoTime();
        try {
            assertThatThrownBy(() -> sockets.connect(URI.create("http://chat.test:80"), Duration.ofMillis(100)))
                    .isInstanceOf(SocketTimeoutException.class).hasMessageContaining("chat.test");
            assertThat(Duration.ofNanos(System.nanoTime() - startedNanos)).isLessThan(PATIENCE);
        } finally {
            late.complete(new InetAddress[0]);
        }
    }

    @Test
    void handshakeOfWhichABitComesNowAndThenIsGivenUpInTime() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            CompletableFuture<Socket> taken = CompletableFuture.supplyAsync(() -> take(server));
            try (Ticker drip = new Ticker("drip", Duration.ofMillis(20), () -> send(taken.join()))) {
                assertThat(drip).isNotNull();
                long startedNanos = System.nanoTime();
                assertThatThrownBy(() -> named("127.0.0.1")
                        .connect(URI.create("https://chat.test:" + server.getLocalPort()), Duration.ofMillis(200)))
                        .isInstanceOf(SocketTimeoutException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - startedNanos)).isLessThan(PATIENCE);
            }
            taken.join().close();
        }
    }

    /** Takes a connection and says that 16 KiB of a handshake come (RFC 8446 section 5.1). */
    private static Socket take(ServerSocket server) {
        try {
            Socket socket = server.accept();
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(new byte[]{22, 3, 3, 0x40, 0});
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(Socket socket) {
        try {
            socket.getOutputStream().write(0);
        } catch (SocketException e) {
            // The other side may give up as it likes.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void addressesThatAreForbiddenAreNotTried() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            UpstreamSockets sockets = new UpstreamSockets(new UpstreamAddresses(() -> Set.of(server.getLocalPort()),
                    Set.of(), _ -> new InetAddress[]{InetAddress.ofLiteral("127.0.0.2"), server.getInetAddress()}));

            assertThatThrownBy(() -> sockets.connect(URI.create("http://a:" + server.getLocalPort()), PATIENCE))
                    .isInstanceOf(UpstreamAddresses.Forbidden.class);
        }
    }
}
