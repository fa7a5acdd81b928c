package dev.gatehouse.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
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
    void addressesThatAreForbiddenAreNotTried() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            UpstreamSockets sockets = new UpstreamSockets(new UpstreamAddresses(() -> Set.of(server.getLocalPort()),
                    Set.of(), _ -> new InetAddress[]{InetAddress.ofLiteral("127.0.0.2"), server.getInetAddress()}));

            assertThatThrownBy(() -> sockets.connect(URI.create("http://a:" + server.getLocalPort()), PATIENCE))
                    .isInstanceOf(UpstreamAddresses.Forbidden.class);
        }
    }
}
