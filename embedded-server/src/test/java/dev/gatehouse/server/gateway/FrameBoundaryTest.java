package dev.gatehouse.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.fixture.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a frame ends. */
class FrameBoundaryTest {

    private static final int BINARY = RawWebSocket.FIN | RawWebSocket.BINARY;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 125, 16_384, 100_000})
    void endsAreFoundHoweverTheBytesCome(int step) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        Set<Integer> ends = new HashSet<>(Set.of(0));
        for (int size : List.of(0, 1, 125, 126, 127, 65_535, 65_536, 0, 3)) {
            stream.writeBytes(RawWebSocket.unmasked(BINARY, new byte[size]));
            ends.add(stream.size());
            stream.writeBytes(RawWebSocket.masked(RawWebSocket.CONTINUATION, new byte[size]));
            ends.add(stream.size());
        }
        byte[] all = stream.toByteArray();
        FrameBoundary frames = new FrameBoundary();
        assertThat(frames.isFree()).isTrue();
        for (int at = 0; at < all.length; at += step) {
            int length = Math.min(step, all.length - at);
            byte[] part = new byte[length + 5];
            System.arraycopy(all, at, part, 0, length);

            frames.passed(part, length);

            assertThat(frames.isFree()).as("after %s bytes", at + length).isEqualTo(ends.contains(at + length));
        }
    }

    @Test
    void nothingFollowsACloseFrame() {
        FrameBoundary frames = new FrameBoundary();
        byte[] bye = RawWebSocket.unmasked(RawWebSocket.FIN | RawWebSocket.CLOSE, new byte[0]);

        frames.passed(bye, bye.length);

        assertThat(frames.isFree()).isFalse();
    }

    @Test
    void lengthThatNoFrameHasEndsNowhere() {
        FrameBoundary frames = new FrameBoundary();
        byte[] head = {(byte) BINARY, 127, -1, -1, -1, -1, -1, -1, -1, -1};

        frames.passed(head, head.length);

        assertThat(frames.isFree()).isFalse();
    }
}
