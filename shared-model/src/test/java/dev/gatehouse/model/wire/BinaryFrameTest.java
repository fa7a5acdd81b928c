package dev.gatehouse.model.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.wire.BadFrameException.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryFrameTest {

    private static final int LIMIT = 4096;

    @Provide
    Arbitrary<ClientFrame> clients() {
        return Frames.ofClients();
    }

    @Provide
    Arbitrary<ServerFrame> nodes() {
        return Frames.ofNodes();
    }

    /** Bytes of several whole frames, one after the other. */
    @Provide
    Arbitrary<byte[]> streams() {
        return Frames.ofClients().map(frame -> BinaryFrame.encode(FrameSet.CLIENT, frame)).list().ofMinSize(1)
                .ofMaxSize(5).map(BinaryFrameTest::joined);
    }

    @Property(tries = 500)
    void whatIsReadIsWhatWasWritten(@ForAll("clients") ClientFrame client, @ForAll("nodes") ServerFrame node)
            throws BadFrameException {
        assertThat(decoded(FrameSet.CLIENT, BinaryFrame.encode(FrameSet.CLIENT, client))).containsExactly(client);
        assertThat(decoded(FrameSet.NODE, BinaryFrame.encode(FrameSet.NODE, node))).containsExactly(node);
    }

    @Property(tries = 60)
    void frameMayBeCutAnywhere(@ForAll("clients") ClientFrame frame) throws BadFrameException {
        byte[] bytes = joined(List.of(BinaryFrame.encode(FrameSet.CLIENT, frame),
                BinaryFrame.encode(FrameSet.CLIENT, frame)));
        for (int cut = 0; cut <= bytes.length; cut++) {
            FrameDecoder<ClientFrame> decoder = new FrameDecoder<>(FrameSet.CLIENT, LIMIT);
            List<ClientFrame> read = new ArrayList<>();
            decoder.read(ByteBuffer.wrap(bytes, 0, cut), read::add);
            decoder.read(ByteBuffer.wrap(bytes, cut, bytes.length - cut), read::add);
            assertThat(read).containsExactly(frame, frame);
            assertThat(decoder.heldBytes()).isZero();
        }
    }

    @Property(tries = 200)
    void piecesMayHaveAnySize(@ForAll("streams") byte[] bytes, @ForAll Random random) throws BadFrameException {
        FrameDecoder<ClientFrame> decoder = new FrameDecoder<>(FrameSet.CLIENT, LIMIT);
        List<ClientFrame> read = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int piece = Math.min(bytes.length - at, random.nextInt(1, 24));
            decoder.read(ByteBuffer.wrap(bytes, at, piece), read::add);
            at += piece;
            assertThat(decoder.capacity()).isLessThanOrEqualTo(Math.max(256, 2 * decoder.heldBytes() + 24));
        }
        assertThat(read).isEqualTo(decoded(FrameSet.CLIENT, bytes));
    }

    @Property(tries = 2000)
    void noBytesDoMoreHarmThanTheirOwnError(@ForAll @Size(max = 200) byte[] bytes) {
        assertHarmless(bytes);
    }

    @Property(tries = 2000)
    void noPayloadDoesMoreHarmThanItsOwnError(@ForAll @Size(max = 120) byte[] payload, @ForAll Random random) {
        List<Integer> commands = FrameSet.CLIENT.commands();
        assertHarmless(frame(commands.get(random.nextInt(commands.size())), payload));
    }

    @Property(tries = 2000)
    void changedFrameIsNotTakenForAnother(@ForAll("streams") byte[] bytes, @ForAll Random random)
            throws BadFrameException {
        byte[] changed = bytes.clone();
        int bit = random.nextInt(changed.length * 8);
        changed[bit / 8] = (byte) (changed[bit / 8] ^ (1 << (bit % 8)));

        List<ClientFrame> read = new ArrayList<>();
        Fault fault = faultOf(FrameSet.CLIENT, changed, read);

        List<ClientFrame> sent = decoded(FrameSet.CLIENT, bytes);
        assertThat(read).hasSizeLessThan(sent.size()).isEqualTo(sent.subList(0, read.size()));
        assertThat(fault).isNotEqualTo(Fault.CONTENT);
    }

    @Property(tries = 300)
    void changedBytesDoNoHarm(@ForAll("streams") byte[] bytes, @ForAll Random random) {
        byte[] changed = bytes.clone();
        for (int times = random.nextInt(1, 8); times > 0; times--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
        assertHarmless(changed);
    }

    @Property(tries = 300)
    void truncatedFrameIsWaitedFor(@ForAll("clients") ClientFrame frame, @ForAll Random random)
            throws BadFrameException {
        byte[] bytes = BinaryFrame.encode(FrameSet.CLIENT, frame);

        assertThat(decoded(FrameSet.CLIENT, Arrays.copyOf(bytes, random.nextInt(bytes.length)))).isEmpty();
    }

    @Test
    void framesOfTheDocumentAreThese() throws BadFrameException {
        assertThat(hex(BinaryFrame.encode(FrameSet.CLIENT, new ClientFrame.Heartbeat())))
                .isEqualTo("5a5a01000100000000" + "5e84124c");
        assertThat(hex(BinaryFrame.encode(FrameSet.CLIENT, new ClientFrame.Join("lobby"))))
                .isEqualTo("5a5a01000200000010" + hex("{\"room\":\"lobby\"}".getBytes(StandardCharsets.UTF_8))
                        + "94ae233e");
        assertThat(decoded(FrameSet.CLIENT, frame(1, "{}".getBytes(StandardCharsets.UTF_8))))
                .containsExactly(new ClientFrame.Heartbeat());
    }

    @ParameterizedTest
    @CsvSource({"5a5b01000100000000, MAGIC", "474554202f20485454, MAGIC", "5a5a00000100000000, VERSION",
            "5a5a02000100000000, VERSION", "5a5a01000000000000, COMMAND", "5a5a01800100000000, COMMAND",
            "5a5a01000100001001, LENGTH", "5a5a010001ffffffff, LENGTH", "5a5a0100017fffffff, LENGTH",
            "5a5a0100010000000000000000, CHECKSUM"})
    void badFrameIsRefusedAsSoonAsItIsSeen(String hex, Fault fault) {
        assertThat(faultOf(FrameSet.CLIENT, HexFormat.of().parseHex(hex), new ArrayList<>())).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"2 | {}", "2 | {\"room\":null}", "2 | {\"room\":\"a\",\"x\":1}", "2 | []",
            "2 | null", "2 | {\"type\":\"join\",\"room\":\"a\"}", "6 | {\"msgId\":\"1\",\"state\":\"sent\"}",
            "4 | {\"id\":\"1\",\"room\":\"a\",\"content\":1,\"qos\":\"sometimes\"}", "1 | {} {}",
            "2 | {\"room\":\"a\""})
    void payloadThatIsNotTheFramesIsRefused(int command, String payload) {
        assertThat(faultOf(FrameSet.CLIENT,
                frame(command, payload.getBytes(StandardCharsets.UTF_8)), new ArrayList<>()))
                .isEqualTo(Fault.CONTENT);
    }

    @Test
    void nothingIsReadAfterABadFrame() {
        FrameDecoder<ClientFrame> decoder = new FrameDecoder<>(FrameSet.CLIENT, LIMIT);
        List<ClientFrame> read = new ArrayList<>();

        assertThatThrownBy(() -> decoder.read(ByteBuffer.wrap(new byte[16]), read::add))
                .isInstanceOf(BadFrameException.class);
        assertThatThrownBy(() -> decoder.read(
                ByteBuffer.wrap(BinaryFrame.encode(FrameSet.CLIENT, new ClientFrame.Heartbeat())), read::add))
                .isInstanceOf(BadFrameException.class);
        assertThat(read).isEmpty();
    }

    @Test
    void lengthIsBelievedOnlyAsFarAsBytesCome() throws BadFrameException {
        FrameDecoder<ClientFrame> decoder = new FrameDecoder<>(FrameSet.CLIENT, 1 << 30);

        decoder.read(ByteBuffer.wrap(HexFormat.of().parseHex("5a5a01000240000000" + "7b22")), frame -> {});

        assertThat(decoder.capacity()).isLessThanOrEqualTo(32);
    }

    private static void assertHarmless(byte[] bytes) {
        FrameDecoder<ClientFrame> decoder = new FrameDecoder<>(FrameSet.CLIENT, LIMIT);
        try {
            decoder.read(ByteBuffer.wrap(bytes), frame -> assertThat(frame).isNotNull());
            assertThat(decoder.heldBytes()).isLessThanOrEqualTo(bytes.length);
        } catch (BadFrameException e) {
            assertThat(e).hasMessageEndingWith(".");
        }
        assertThat(decoder.capacity()).isLessThanOrEqualTo(Math.max(256, 2 * bytes.length));
    }

    private static <F> List<F> decoded(FrameSet<F> frames, byte[] bytes) throws BadFrameException {
        List<F> read = new ArrayList<>();
        new FrameDecoder<>(frames, LIMIT).read(ByteBuffer.wrap(bytes), read::add);
        return read;
    }

    private static <F> @Nullable Fault faultOf(FrameSet<F> frames, byte[] bytes,
            List<F> read) {
        try {
            new FrameDecoder<>(frames, LIMIT).read(ByteBuffer.wrap(bytes), read::add);
            return null;
        } catch (BadFrameException e) {
            return e.fault();
        }
    }

    private static byte[] frame(int command, byte[] payload) {
        ByteBuffer buffer = ByteBuffer.allocate(13 + payload.length);
        buffer.putShort((short) 0x5A5A).put((byte) 1).putShort((short) command).putInt(payload.length).put(payload);
        return buffer.putInt(BinaryFrame.checksum(buffer.array(), buffer.position())).array();
    }

    private static byte[] joined(List<byte[]> frames) {
        ByteBuffer all = ByteBuffer.allocate(frames.stream().mapToInt(frame -> frame.length).sum());
        frames.forEach(all::put);
        return all.array();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
