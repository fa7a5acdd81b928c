package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.model.api.NodesExchange.Frame;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.fixture.RecordingSocket;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.http.SocketLimits;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two nodes and a real Redis: what the sockets of one do is asked of the other. */
class ConnectionsClusterTest {

    @Test
    void everyNodeTellsOfEverySocket() {
        try (RedisFixture redis = RedisFixture.start();
                TestNode one = TestNode.of("n1", redis.uri());
                TestNode two = TestNode.of("n2", redis.uri());
                ConnectionMonitor ofOne = monitor(one);
                ConnectionMonitor ofTwo = monitor(two)) {
            SocketQuestions answering = new SocketQuestions("n1", ofOne, one.bus);
            SocketQuestions asked = new SocketQuestions("n2", ofTwo, two.bus);
            one.connect("s1", "ann", new RecordingSocket()).text("{\"type\":\"heartbeat\"}");
            ofOne.look();

            assertThat(answering.connections("n1")).isSameAs(ofOne.latest());
            assertThat(asked.connections("n1").active()).isEqualTo(1);
            assertThat(asked.connections("n2").active()).isZero();
            assertThat(asked.detail("n1", "s1").frames()).extracting(Frame::type)
                    .isEqualTo(List.of("pong", "heartbeat", "welcome"));
            assertRefused(() -> asked.detail("n1", "s9"), ErrorCode.NOT_FOUND);
            assertRefused(() -> asked.connections("n3"), ErrorCode.LIVE_STATE_UNAVAILABLE);
        }
    }

    private static ConnectionMonitor monitor(TestNode node) {
        return new ConnectionMonitor(node.service, SocketLimits.DEFAULTS, Clock.systemUTC());
    }

    private static void assertRefused(Runnable question, ErrorCode code) {
        assertThatThrownBy(question::run).isInstanceOfSatisfying(RequestFailure.class,
                failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
