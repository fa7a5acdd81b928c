package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.wire.BadFrameException;
import dev.gatehouse.model.wire.BinaryFrame;
import dev.gatehouse.model.wire.FrameDecoder;
import dev.gatehouse.model.wire.FrameSet;
import dev.gatehouse.server.fixture.Api;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gatehouse.v1.bin} on real sockets. */
class BinarySocketTest {

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private GatehouseServer node;
    private Api admin;

    @BeforeEach
    void start() throws Exception {
        node = TestNodes.start(folder, Map.of("ws.messages-per-10s", "20"));
        admin = TestNodes.admin(node);
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        node.close();
    }

    /** A socket that keeps what it is sent. */
    private static final class Peer implements WebSocket.Listener {

        private final List<ServerFrame> frames = new CopyOnWriteArrayList<>();
        private final FrameDecoder<ServerFrame> decoder = new FrameDecoder<>(FrameSet.NODE, 65536);
        private volatile boolean text;
        private volatile @Nullable Integer closeCode;

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            try {
                decoder.read(data, frames::add);
            } catch (BadFrameException e) {
                throw new IllegalStateException(e);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text = true;
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closeCode = code;
            return null;
        }

        ServerFrame.Bye bye() {
            await().until(() -> closeCode != null);
            return (ServerFrame.Bye) frames.getLast();
        }

        long pongs() {
            return frames.stream().filter(ServerFrame.Pong.class::isInstance).count();
        }
    }

    private WebSocket open(Peer peer, String subprotocol) {
        return http.newWebSocketBuilder().subprotocols(subprotocol, "bearer." + admin.token())
                .buildAsync(URI.create(node.uri().toString().replaceFirst("http", "ws") + "/ws"), peer).join();
    }

    private static byte[] encoded(ClientFrame frame) {
        return BinaryFrame.encode(FrameSet.CLIENT, frame);
    }

    @Test
    void framesGoBothWaysInPiecesAndInPackets() {
        Peer peer = new Peer();
        WebSocket socket = open(peer, BinaryFrame.SUBPROTOCOL);
        assertThat(socket.getSubprotocol()).isEqualTo(BinaryFrame.SUBPROTOCOL);
        await().until(() -> !peer.frames.isEmpty());
        assertThat(peer.frames.getFirst()).isInstanceOf(ServerFrame.Welcome.class);

        byte[] join = encoded(new ClientFrame.Join("lobby"));
        socket.sendBinary(ByteBuffer.wrap(join, 0, 7), true).join();
        socket.sendBinary(ByteBuffer.wrap(join, 7, join.length - 7), true).join();
        byte[] beat = encoded(new ClientFrame.Heartbeat());
        byte[] two = Arrays.copyOf(beat, 2 * beat.length);
        System.arraycopy(beat, 0, two, beat.length, beat.length);
        socket.sendBinary(ByteBuffer.wrap(two), true).join();

        await().until(() -> peer.pongs() == 2);
        assertThat(admin.get("/api/v1/sessions?fresh=true").json().path("items").path(0).path("rooms").path(0).asText())
                .isEqualTo("lobby");
        assertThat(peer.text).isFalse();
        socket.abort();
    }

    @ParameterizedTest
    @CsvSource({"4745540000000000000000, 5A5A", "5a5a02000100000000, Version 2", "5a5a01008800000000, command 0088",
            "5a5a010001ffffffff, 4294967295 bytes", "5a5a0100010000000000000000, checksum"})
    void badFrameEndsTheSessionWithAReason(String hex, String words) {
        Peer peer = new Peer();
        WebSocket socket = open(peer, BinaryFrame.SUBPROTOCOL);
        socket.sendBinary(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), true).join();

        assertThat(peer.bye().code()).isEqualTo(4400);
        assertThat(peer.bye().reason()).contains(words);
        assertThat(peer.closeCode).isEqualTo(4400);
        assertThat(node.uri()).isNotNull();
    }

    @Test
    void textOnABinarySocketAndBytesOnATextSocketAreBadFrames() {
        Peer binary = new Peer();
        open(binary, BinaryFrame.SUBPROTOCOL).sendText("{\"type\":\"heartbeat\"}", true).join();
        assertThat(binary.bye().reason()).contains("binary");

        Peer text = new Peer();
        open(text, "gatehouse.v1").sendBinary(ByteBuffer.wrap(encoded(new ClientFrame.Heartbeat())), true).join();
        await().until(() -> text.closeCode != null);
        assertThat(text.closeCode).isEqualTo(4400);
    }

    @Test
    void packetsAreNoWayRoundTheRate() {
        Peer peer = new Peer();
        WebSocket socket = open(peer, BinaryFrame.SUBPROTOCOL);
        byte[] beat = encoded(new ClientFrame.Heartbeat());
        ByteBuffer many = ByteBuffer.allocate(beat.length * 60);
        for (int i = 0; i < 60; i++) {
            many.put(beat);
        }
        socket.sendBinary(many.flip(), true).join();

        assertThat(peer.bye().code()).isEqualTo(4008);
        assertThat(peer.pongs()).isEqualTo(20);
    }
}
