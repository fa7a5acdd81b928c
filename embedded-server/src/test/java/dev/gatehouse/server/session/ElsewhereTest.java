package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.fixture.RecordingSocket;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of a user's other sockets. */
class ElsewhereTest {

    private final RecordingSocket first = new RecordingSocket();
    private final RecordingSocket second = new RecordingSocket();
    private final RecordingSocket stranger = new RecordingSocket();

    private static TestNode node(Elsewhere elsewhere) {
        return TestNode.alone(new SessionLimits(Duration.ofSeconds(30), 3, 1, 100, 100, elsewhere),
                Clock.systemUTC());
    }

    @Test
    void whereTheNewestReplacesTheOlderOnesAreClosed() {
        try (TestNode node = node(Elsewhere.REPLACE)) {
            node.connect("s0", "bob", stranger);
            node.connect("s1", "ann", first);
            node.connect("s2", "ann", second);

            await().until(() -> first.closeCode() != null);
            assertThat(first.closeCode()).isEqualTo(4002);
            assertThat(first.last().path("type").asText()).isEqualTo("bye");
            assertThat(first.last().path("reason").asText()).isEqualTo("replaced elsewhere");
            assertThat(second.closeCode()).isNull();
            assertThat(stranger.closeCode()).isNull();
        }
    }

    @Test
    void aSecondSocketOfTheSameTokenReplacesTheFirst() {
        try (TestNode node = node(Elsewhere.REPLACE)) {
            node.connect("s1", "ann", first);
            node.connect("s1", "ann", second);

            await().until(() -> first.closeCode() != null);
            assertThat(second.closeCode()).isNull();
        }
    }

    @Test
    void whereItIsRefusedTheFirstStays() {
        try (TestNode node = node(Elsewhere.REFUSE)) {
            node.connect("s1", "ann", first);

            assertThatThrownBy(() -> node.connect("s2", "ann", second))
                    .isInstanceOfSatisfying(RequestFailure.class, failure -> {
                        assertThat(failure.code().code()).isEqualTo("too-many-sessions");
                        assertThat(failure.detail()).contains("elsewhere");
                    });
            assertThat(first.closeCode()).isNull();
        }
    }
}
