package dev.gatehouse.server.session;

import static dev.gatehouse.server.fixture.RawWebSocket.BINARY;
import static dev.gatehouse.server.fixture.RawWebSocket.CLOSE;
import static dev.gatehouse.server.fixture.RawWebSocket.CONTINUATION;
import static dev.gatehouse.server.fixture.RawWebSocket.FIN;
import static dev.gatehouse.server.fixture.RawWebSocket.PING;
import static dev.gatehouse.server.fixture.RawWebSocket.PONG;
import static dev.gatehouse.server.fixture.RawWebSocket.RSV1;
import static dev.gatehouse.server.fixture.RawWebSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.RawWebSocket;
import dev.gatehouse.server.fixture.RawWebSocket.Frame;
import dev.gatehouse.server.http.SlowPolicy;
import dev.gatehouse.server.http.SocketLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 6455 and RFC 7692 on {@code /ws}, by the groups of the Autobahn test suite: framing, pings, reserved bits, opcodes,
 * fragments, UTF-8, close, limits, compression. What a message says is the fleet's affair, so a good message is a
 * heartbeat, which is answered by a pong of the fleet.
 */
class WebSocketProtocolTest {

    private static final int LARGEST = 65_536;
    private static final String HEARTBEAT = "{\"type\":\"heartbeat\"}";
    private static final byte[] BEAT = HEARTBEAT.getBytes(StandardCharsets.UTF_8);

    private static SocketNode node;

    @BeforeAll
    static void start() throws IOException {
        node = new SocketNode(SocketNode.WIDE, new SocketLimits(LARGEST, 1 << 20, SlowPolicy.CLOSE, true));
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
    }

    private static byte[] padded(int size) {
        byte[] text = new byte[size];
        Arrays.fill(text, (byte) ' ');
        System.arraycopy(BEAT, 0, text, 0, BEAT.length);
        return text;
    }

    private static void assertPong(RawWebSocket client) throws IOException {
        assertThat(client.readJson().path("type").asText()).isEqualTo("pong");
    }

    private static void assertBye(RawWebSocket client, String words) throws IOException {
        JsonNode bye = client.readJson();
        assertThat(bye.path("type").asText()).isEqualTo("bye");
        assertThat(bye.path("code").asInt()).isEqualTo(4400);
        assertThat(bye.path("by").asText()).isEqualTo("system");
        assertThat(bye.path("reason").asText()).contains(words);
        Frame close = client.read();
        assertThat(close.opcode()).isEqualTo(CLOSE);
        assertThat(close.code()).isEqualTo(4400);
    }

    private static void assertFailed(RawWebSocket client) throws IOException {
        assertThat(client.readClose().code()).isEqualTo(1002);
        assertThat(client.ends()).isTrue();
    }

    // Group 1: framing

    @ParameterizedTest
    @ValueSource(ints = {20, 125, 126, 127, 128, 65_535, 65_536})
    void textOfEverySizeIsTaken(int size) throws IOException {
        RawWebSocket client = node.client();
        client.frame(FIN | TEXT, padded(size));
        assertPong(client);
    }

    @Test
    void emptyTextIsABadFrame() throws IOException {
        assertBye(node.client().frame(FIN | TEXT, new byte[0]), "");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 125, 126, 127, 65_535, 65_536})
    void binaryOfEverySizeIsABadFrameWhereTextIsSpoken(int size) throws IOException {
        assertBye(node.client().frame(FIN | BINARY, new byte[size]), "text");
    }

    @ParameterizedTest
    @ValueSource(ints = {65_537, 100_000, 1_000_000})
    void messageOverTheLimitIsABadFrame(int size) throws IOException {
        assertBye(node.client().frame(FIN | TEXT, padded(size)), "larger than 65536 bytes");
    }

    @Test
    void fragmentsTogetherOverTheLimitAreABadFrame() throws IOException {
        RawWebSocket client = node.client().frame(TEXT, padded(40_000));
        assertBye(client.frame(CONTINUATION, padded(40_000)), "larger than 65536 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"817f8000000000000000", "81ff7fffffffffffffff12345678", "81ff000000008000000012345678"})
    void lengthThatNoMessageCanHaveIsABadFrame(String head) throws IOException {
        assertBye(node.client().raw(HexFormat.of().parseHex(head)), "large");
    }

    @Test
    void frameCanBreakAtEveryByte() throws IOException {
        RawWebSocket client = node.client();
        for (int size : new int[]{20, 126}) {
            byte[] frame = RawWebSocket.masked(FIN | TEXT, padded(size));
            for (int split = 1; split < frame.length; split++) {
                client.raw(Arrays.copyOf(frame, split)).raw(Arrays.copyOfRange(frame, split, frame.length));
                assertPong(client);
            }
        }
    }

    @Test
    void frameCanComeByteByByteAndManyFramesAtOnce() throws IOException {
        RawWebSocket client = node.client();
        for (byte one : RawWebSocket.masked(FIN | TEXT, padded(126))) {
            client.raw(one);
        }
        assertPong(client);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < 100; i++) {
            many.writeBytes(RawWebSocket.masked(FIN | TEXT, BEAT));
        }
        client.raw(many.toByteArray());
        for (int i = 0; i < 100; i++) {
            assertPong(client);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {TEXT, PING, CLOSE})
    void frameWithoutAMaskFailsTheConnection(int opcode) throws IOException {
        byte[] payload = opcode == CLOSE ? RawWebSocket.closePayload(1000, new byte[0]) : BEAT;
        assertFailed(node.client().raw(RawWebSocket.unmasked(FIN | opcode, payload)));
    }

    // Group 2: pings and pongs

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 124, 125})
    void pingIsAnsweredWithItsPayload(int size) throws IOException {
        byte[] payload = new byte[size];
        new Random(size).nextBytes(payload);
        Frame pong = node.client().frame(FIN | PING, payload).read();
        assertThat(pong.opcode()).isEqualTo(PONG);
        assertThat(pong.payload()).isEqualTo(payload);
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG, CLOSE})
    void controlFrameOver125BytesFailsTheConnection(int opcode) throws IOException {
        byte[] payload = RawWebSocket.closePayload(1000, "x".repeat(124).getBytes(StandardCharsets.US_ASCII));
        assertFailed(node.client().frame(FIN | opcode, payload));
    }

    @Test
    void pongNobodyAskedForIsPassedOver() throws IOException {
        RawWebSocket client = node.client().frame(FIN | PONG, BEAT).frame(FIN | PONG, new byte[0]).text(HEARTBEAT);
        assertPong(client);
    }

    @Test
    void tenPingsAreAnsweredInOrder() throws IOException {
        RawWebSocket client = node.client();
        for (byte i = 0; i < 10; i++) {
            client.frame(FIN | PING, new byte[]{i});
        }
        for (byte i = 0; i < 10; i++) {
            assertThat(client.read().payload()).containsExactly(i);
        }
    }

    // Groups 3 and 4: reserved bits and opcodes

    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x20, 0x10, 0x30, 0x70})
    void reservedBitFailsTheConnection(int bits) throws IOException {
        assertFailed(node.client().frame(FIN | bits | TEXT, BEAT));
        assertFailed(node.client().frame(FIN | bits | PING, new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
    void reservedOpcodeFailsTheConnectionAndWhatCameBeforeIsAnswered(int opcode) throws IOException {
        RawWebSocket client = node.client().text(HEARTBEAT);
        assertPong(client);
        assertFailed(client.frame(FIN | opcode, new byte[0]));
        assertFailed(node.client().frame(FIN | opcode, BEAT));
    }

    // Group 5: fragments

    @Test
    void messageComesInFragmentsOfAnySize() throws IOException {
        RawWebSocket client = node.client();
        for (int size = 1; size <= BEAT.length; size++) {
            for (int from = 0; from < BEAT.length; from += size) {
                int to = Math.min(BEAT.length, from + size);
                client.frame((to == BEAT.length ? FIN : 0) | (from == 0 ? TEXT : CONTINUATION),
                        Arrays.copyOfRange(BEAT, from, to));
            }
            assertPong(client);
        }
    }

    @Test
    void emptyFragmentsAreTaken() throws IOException {
        RawWebSocket client = node.client().frame(TEXT, new byte[0]).frame(CONTINUATION, BEAT)
                .frame(CONTINUATION, new byte[0]).frame(FIN | CONTINUATION, new byte[0]);
        assertPong(client);
    }

    @Test
    void pingBetweenFragmentsIsAnsweredAtOnce() throws IOException {
        RawWebSocket client = node.client().frame(TEXT, Arrays.copyOf(BEAT, 5)).frame(FIN | PING, new byte[]{7});
        assertThat(client.read().opcode()).isEqualTo(PONG);
        client.frame(FIN | CONTINUATION, Arrays.copyOfRange(BEAT, 5, BEAT.length));
        assertPong(client);
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG, CLOSE})
    void controlFrameInFragmentsFailsTheConnection(int opcode) throws IOException {
        assertFailed(node.client().frame(opcode, new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(ints = {CONTINUATION, FIN | CONTINUATION})
    void continuationOfNothingFailsTheConnection(int head) throws IOException {
        assertFailed(node.client().frame(head, BEAT));
    }

    @ParameterizedTest
    @ValueSource(ints = {TEXT, FIN | TEXT, BINARY, FIN | BINARY})
    void newMessageWithinAMessageFailsTheConnection(int head) throws IOException {
        assertFailed(node.client().frame(TEXT, BEAT).frame(head, BEAT));
    }

    @Test
    void continuationAfterAWholeMessageFailsTheConnection() throws IOException {
        RawWebSocket client = node.client().frame(TEXT, Arrays.copyOf(BEAT, 5)).frame(FIN | CONTINUATION,
                Arrays.copyOfRange(BEAT, 5, BEAT.length));
        assertPong(client);
        assertFailed(client.frame(FIN | CONTINUATION, BEAT));
    }

    // Group 6: UTF-8

    @Test
    void characterCanBreakBetweenFragments() throws IOException {
        byte[] join = "{\"type\":\"join\",\"room\":\"κόσμε-\uD83D\uDE00\uFFFD\"}".getBytes(StandardCharsets.UTF_8);
        RawWebSocket client = node.client();
        for (int split = 1; split < join.length; split++) {
            client.frame(TEXT, Arrays.copyOf(join, split)).frame(FIN | CONTINUATION,
                    Arrays.copyOfRange(join, split, join.length));
        }
        client.text(HEARTBEAT);
        assertPong(client);
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "bf", "c0", "c0af", "c1bf", "c3", "c328", "e080af", "e08080", "e28228", "e282",
            "eda080",
            "edbfbf", "edaf80edb080", "f08080af", "f0908c", "f4908080", "f5808080", "f888808080", "fc8480808080", "fe",
            "ff",
            "cebae1bdb9cf83cebcceb5eda080656469746564"})
    void textThatIsNotUtf8IsABadFrame(String hex) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertBye(node.client().frame(FIN | TEXT, bytes), "UTF-8");
        RawWebSocket client = node.client();
        for (int i = 0; i < bytes.length; i++) {
            client.frame((i == bytes.length - 1 ? FIN : 0) | (i == 0 ? TEXT : CONTINUATION), new byte[]{bytes[i]});
        }
        assertBye(client, "UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "7f", "c280", "dfbf", "e0a080", "ed9fbf", "ee8080", "efbfbf", "f0908080", "f48fbfbf"})
    void everyLengthOfCharacterIsUtf8(String hex) throws IOException {
        assertBye(node.client().frame(FIN | TEXT, HexFormat.of().parseHex(hex)), "JSON");
    }

    // Group 7: close

    @Test
    void closeWithoutACodeIsAnsweredWithoutOne() throws IOException {
        RawWebSocket client = node.client().frame(FIN | CLOSE, new byte[0]);
        assertThat(client.readClose().payload()).isEmpty();
        assertThat(client.ends()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999})
    void closeIsAnsweredWithItsCode(int code) throws IOException {
        RawWebSocket client = node.client().close(code, "x".repeat(123));
        assertThat(client.readClose().code()).isEqualTo(code);
        assertThat(client.ends()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999})
    void closeWithACodeThatMayNotBeSentFailsTheConnection(int code) throws IOException {
        assertFailed(node.client().close(code, ""));
    }

    @Test
    void closeOfOneByteFailsTheConnection() throws IOException {
        assertFailed(node.client().frame(FIN | CLOSE, new byte[]{3}));
    }

    @Test
    void reasonThatIsNotUtf8FailsTheConnection() throws IOException {
        RawWebSocket client = node.client().frame(FIN | CLOSE,
                RawWebSocket.closePayload(1000, HexFormat.of().parseHex("cebae1bdb9eda080")));
        assertThat(client.readClose().code()).isIn(1007, 1002, 4400);
        assertThat(client.ends()).isTrue();
    }

    @Test
    void whatComesAfterACloseIsPassedOver() throws IOException {
        RawWebSocket client = node.client().raw(twice(RawWebSocket.masked(FIN | CLOSE,
                RawWebSocket.closePayload(1000, new byte[0]))));
        assertThat(client.read().opcode()).isEqualTo(CLOSE);
        assertThat(client.ends()).isTrue();
        RawWebSocket other = node.client().raw(joined(RawWebSocket.masked(FIN | CLOSE,
                RawWebSocket.closePayload(1000, new byte[0])), RawWebSocket.masked(FIN | TEXT, BEAT)));
        assertThat(other.read().opcode()).isEqualTo(CLOSE);
        assertThat(other.ends()).isTrue();
    }

    @Test
    void connectionEndsOnceTheClientHasAnsweredTheFarewell() throws IOException {
        RawWebSocket client = node.client().text("{");
        assertBye(client, "JSON");
        client.text(HEARTBEAT).close(4400, "");
        assertThat(client.ends()).isTrue();
    }

    // Groups 12 and 13: compression

    @Test
    void compressionIsAgreedToWithoutContextAndUsed() throws IOException, DataFormatException {
        RawWebSocket client = RawWebSocket.open(node.uri(), "/ws", "Authorization: Bearer ann.deflated",
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, identity");
        assertThat(client.answer()).contains("permessage-deflate").contains("server_no_context_takeover")
                .contains("client_no_context_takeover").doesNotContain("identity");
        Frame welcome = client.read();
        assertThat(welcome.head()).isEqualTo(FIN | RSV1 | TEXT);
        assertThat(inflated(welcome.payload())).contains("welcome");

        byte[] beat = deflated(padded(5000));
        for (int i = 0; i < 2; i++) {
            client.frame(FIN | RSV1 | TEXT, beat);
            assertThat(inflated(client.read().payload())).contains("pong");
            client.frame(FIN | TEXT, BEAT);
            assertThat(inflated(client.read().payload())).contains("pong");
        }
        client.frame(RSV1 | TEXT, Arrays.copyOf(beat, 3)).frame(FIN | PING, new byte[]{1});
        assertThat(client.read().opcode()).isEqualTo(PONG);
        client.frame(FIN | CONTINUATION, Arrays.copyOfRange(beat, 3, beat.length));
        assertThat(inflated(client.read().payload())).contains("pong");
        client.close();
    }

    @Test
    void compressedMessageIsMeasuredAsItComesOut() throws IOException, DataFormatException {
        RawWebSocket client = deflating();
        byte[] bomb = deflated(padded(20_000_000));
        assertThat(bomb.length).isLessThan(LARGEST);
        client.frame(FIN | RSV1 | TEXT, bomb);
        assertThat(inflated(client.read().payload())).contains("larger than 65536 bytes");
        assertThat(client.readClose().code()).isEqualTo(4400);
        client.close();
    }

    @Test
    void whatCannotBeDecompressedIsABadFrame() throws IOException, DataFormatException {
        RawWebSocket client = deflating().frame(FIN | RSV1 | TEXT, HexFormat.of().parseHex("ffffffffffff"));
        assertThat(inflated(client.read().payload())).contains("bye").contains("4400");
        assertThat(client.readClose().code()).isEqualTo(4400);
        client.close();
    }

    @ParameterizedTest
    @CsvSource({"RSV1 on a continuation, 0x40, 0x01", "RSV1 on a ping, 0xC9, 0xC9"})
    void compressionBitWhereItMayNotBeFailsTheConnection(String what, String second, String first) throws IOException {
        RawWebSocket client = deflating().frame(Integer.decode(first), new byte[0]);
        client.frame(Integer.decode(second), new byte[0]);
        assertThat(client.readClose().code()).as(what).isEqualTo(1002);
        client.close();
    }

    @Test
    void compressionIsNotAgreedToWhereItIsOff() throws IOException {
        try (SocketNode plain = new SocketNode(SocketNode.WIDE,
                new SocketLimits(LARGEST, 1 << 20, SlowPolicy.CLOSE, false))) {
            RawWebSocket client = plain.client("Sec-WebSocket-Extensions: permessage-deflate");
            assertThat(client.answer()).doesNotContain("permessage-deflate");
            client.text(HEARTBEAT);
            assertPong(client);
            assertFailed(client.frame(FIN | RSV1 | TEXT, BEAT));
        }
    }

    // Whatever comes

    @Test
    void garbageHurtsNobodyElse() throws IOException {
        RawWebSocket other = node.client();
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            byte[] garbage = new byte[1 + random.nextInt(2000)];
            random.nextBytes(garbage);
            try (RawWebSocket client = seed % 2 == 0 ? node.client() : deflating()) {
                if (seed % 3 != 0) {
                    // A head that is taken leads deeper into the node than most of what is random.
                    garbage[0] = (byte) (random.nextInt(8) == 0 ? TEXT : FIN | TEXT | (seed % 2 == 0 ? 0 : RSV1));
                    garbage[1 % garbage.length] |= (byte) 0x80;
                }
                client.raw(garbage);
            }
            if (seed % 20 == 0) {
                other.text(HEARTBEAT);
                assertPong(other);
            }
        }
        other.text(HEARTBEAT);
        assertPong(other);
    }

    private static RawWebSocket deflating() throws IOException {
        RawWebSocket client = RawWebSocket.open(node.uri(), "/ws", "Authorization: Bearer bob.deflating",
                "Sec-WebSocket-Extensions: permessage-deflate");
        client.read();
        return client;
    }

    private static byte[] deflated(byte[] message) {
        try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
            deflater.setInput(message);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[65_536];
            int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            while (length > 0) {
                out.write(buffer, 0, length);
                length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            }
            return Arrays.copyOf(out.toByteArray(), out.size() - 4);
        }
    }

    private static String inflated(byte[] payload) throws DataFormatException {
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(joined(payload, new byte[]{0, 0, (byte) 0xFF, (byte) 0xFF}));
            byte[] buffer = new byte[65_536];
            return new String(buffer, 0, inflater.inflate(buffer), StandardCharsets.UTF_8);
        }
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] twice(byte[] bytes) {
        return joined(bytes, bytes);
    }
}
