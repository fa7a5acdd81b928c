package dev.gatehouse.client.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.fleet.FleetOptions.Bounds;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.DeliveryState;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.message.Target;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What becomes of messages on a connection. */
class ConnectionMessagesTest extends PlayedConnection {

    @Test
    void atLeastOnceIsSentAgainUnderItsIdUntilItIsConfirmed() {
        FleetConnection connection = connection();
        CompletionStage<ServerFrame.Receipt> early = connection.publish("lobby", CONTENT, Qos.AT_LEAST_ONCE);
        HandWire.Try first = wire.last().welcome("r1");
        CompletionStage<ServerFrame.Receipt> later = connection.publish("lobby", CONTENT, Qos.AT_LEAST_ONCE);
        first.end(GONE);
        timer.pass(Duration.ofSeconds(1));
        HandWire.Try second = wire.last().welcome("r2");

        assertThat(first.sent(ClientFrame.Publish.class)).hasSize(2);
        assertThat(second.sent(ClientFrame.Publish.class)).isEqualTo(first.sent(ClientFrame.Publish.class));
        second.sent(ClientFrame.Publish.class).forEach(publish -> second.say(receipt(publish)));
        assertThat(early).isCompleted();
        assertThat(later).isCompleted();
        assertThat(connection.unconfirmed()).isZero();
    }

    @Test
    void receiptThatDoesNotComeIsAskedForAgain() {
        FleetConnection connection = connection();
        HandWire.Try socket = wire.last().welcome("r1");
        connection.publish("lobby", CONTENT, Qos.AT_LEAST_ONCE);
        for (int second = 0; second < 40; second++) {
            timer.pass(Duration.ofSeconds(1));
            socket.say(new ServerFrame.Pong());
        }

        assertThat(socket.sent(ClientFrame.Publish.class)).hasSizeBetween(2, 3);
        assertThat(socket.sent(ClientFrame.Publish.class)).containsOnly(
                socket.sent(ClientFrame.Publish.class).getFirst());
    }

    @Test
    void atMostOnceIsSentOnceOrNotAtAll() {
        FleetConnection connection = connection();
        assertThat(reason(connection.send(Target.user("bob"), CONTENT, Qos.AT_MOST_ONCE)))
                .isEqualTo(NotSentException.Reason.OFFLINE);
        wire.last().welcome("r1");
        CompletionStage<ServerFrame.Receipt> lost = connection.send(Target.user("bob"), CONTENT, Qos.AT_MOST_ONCE);
        wire.last().end(GONE);
        timer.pass(Duration.ofSeconds(1));
        wire.last().welcome("r2");

        assertThat(reason(lost)).isEqualTo(NotSentException.Reason.UNKNOWN);
        assertThat(wire.last().sent(ClientFrame.Send.class)).isEmpty();
    }

    @Test
    void refusedMessageIsNotSentAgainAndPassingTroubleIsWaitedOut() {
        FleetConnection connection = connection();
        HandWire.Try socket = wire.last().welcome("r1");
        CompletionStage<ServerFrame.Receipt> bad = connection.publish("", CONTENT, Qos.AT_LEAST_ONCE);
        CompletionStage<ServerFrame.Receipt> waiting = connection.publish("a", CONTENT, Qos.AT_LEAST_ONCE);
        List<ClientFrame.Publish> sent = socket.sent(ClientFrame.Publish.class);

        socket.say(new ServerFrame.Failure("invalid", "A room has a name.", sent.get(0).id()),
                new ServerFrame.Failure("live-state-unavailable", "Redis is away.", sent.get(1).id()));

        assertThat(reason(bad)).isEqualTo(NotSentException.Reason.REFUSED);
        assertThat(waiting).isNotDone();
        assertThat(connection.unconfirmed()).isEqualTo(1);
    }

    @Test
    void tooManyUnconfirmedMessagesAreRefused() {
        FleetConnection connection = connection(new Bounds(2, 10, 90), () -> "t");
        connection.publish("a", CONTENT, Qos.AT_LEAST_ONCE);
        connection.publish("a", CONTENT, Qos.AT_LEAST_ONCE);

        assertThat(reason(connection.publish("a", CONTENT, Qos.AT_LEAST_ONCE)))
                .isEqualTo(NotSentException.Reason.TOO_MANY);
    }

    @Test
    void messageThatComesAgainIsAcknowledgedAgainAndToldOnce() {
        FleetConnection connection = connection();
        HandWire.Try socket = wire.last().welcome("r1");
        socket.say(message("m1"), message("m2"), message("m1"));

        assertThat(seen.messages).containsExactly("m1", "m2");
        assertThat(connection.duplicates()).isEqualTo(1);
        assertThat(socket.sent(ClientFrame.Ack.class)).extracting(ClientFrame.Ack::msgId)
                .containsExactly("m1", "m2", "m1");
    }

    @Test
    void onlyWhatSomebodyWaitsForIsAcknowledgedAndOnlyWhatIsOfARoomIsAPlaceToGoOnFrom() {
        connection();
        HandWire.Try socket = wire.last().welcome("r1");
        socket.say(message("d1-0-0123456789abcdef"), message("R2-0-0123456789abcdef"),
                message("r3-0-0123456789abcdef"), message("x4-0-0123456789abcdef"), message("d5-0-0123456789abcdef"),
                new ServerFrame.Pong());
        socket.end(GONE);
        timer.pass(Duration.ofSeconds(1));
        HandWire.Try next = wire.last().welcome("r2");

        assertThat(seen.messages).hasSize(5);
        assertThat(socket.sent(ClientFrame.Ack.class)).extracting(ClientFrame.Ack::msgId)
                .containsExactly("d1-0-0123456789abcdef", "R2-0-0123456789abcdef", "d5-0-0123456789abcdef");
        assertThat(next.sent(ClientFrame.Resume.class)).extracting(ClientFrame.Resume::lastMsgId)
                .containsExactly("r3-0-0123456789abcdef");
    }

    @Test
    void readingGoesOnAsSoonAsTheAcknowledgementsHaveLeft() {
        connection(new Bounds(1000, 1000, 90), () -> "t");
        HandWire.Try socket = wire.last().welcome("r1");
        for (int i = 0; i < 400; i++) {
            socket.say(message("d" + i + "-0-0123456789abcdef"));
        }
        assertThat(socket.sent(ClientFrame.Ack.class)).hasSizeLessThan(100);
        int asked = socket.asked;

        timer.pass(Duration.ofSeconds(11));
        timer.pass(Duration.ofSeconds(11));

        assertThat(socket.asked).isGreaterThan(asked);
    }

    @Test
    void messageThatCouldNotBeHandledIsNotAcknowledgedAndMayComeAgain() {
        connection();
        HandWire.Try socket = wire.last().welcome("r1");
        seen.throwing = true;
        socket.say(message("m1"));
        assertThat(socket.sent(ClientFrame.Ack.class)).isEmpty();
        assertThat(seen.failures).hasSize(1);

        seen.throwing = false;
        socket.say(message("m1"));

        assertThat(seen.messages).containsExactly("m1");
        assertThat(socket.sent(ClientFrame.Ack.class)).hasSize(1);
    }

    @Test
    void onlySoManyMessagesAreRemembered() {
        FleetConnection connection = connection(new Bounds(10, 2, 90), () -> "t");
        HandWire.Try socket = wire.last().welcome("r1");
        socket.say(message("m1"), message("m2"), message("m3"), message("m3"), message("m1"));

        assertThat(seen.messages).containsExactly("m1", "m2", "m3", "m1");
        assertThat(connection.duplicates()).isEqualTo(1);
    }

    @Test
    void moreThanTheNodeTakesIsSpreadOverTime() {
        FleetConnection connection = connection(new Bounds(1000, 10, 20), () -> "t");
        HandWire.Try socket = wire.last().welcome("r1");
        for (int i = 0; i < 50; i++) {
            connection.publish("a", CONTENT, Qos.AT_LEAST_ONCE);
        }
        assertThat(socket.sent).hasSize(20);

        timer.pass(Duration.ofSeconds(1));
        assertThat(socket.sent(ClientFrame.Publish.class)).hasSize(19);
        for (int second = 0; second < 24; second++) {
            socket.say(new ServerFrame.Pong());
            timer.pass(Duration.ofSeconds(1));
        }

        assertThat(socket.sent(ClientFrame.Publish.class).stream().distinct()).hasSize(50);
        assertThat(connection.state()).isEqualTo(ConnectionState.ONLINE);
    }

    @Test
    void acknowledgementsThatMustWaitHoldUpTheReading() {
        connection(new Bounds(1000, 1000, 5), () -> "t");
        HandWire.Try socket = wire.last().welcome("r1");
        int asked = socket.asked;
        for (int i = 0; i < 300; i++) {
            socket.say(message("m" + i));
        }

        assertThat(socket.asked - asked).isLessThan(270);
    }

    @Test
    void readMessagesAreSaidToBe() {
        FleetConnection connection = connection();
        connection.read("m0");
        HandWire.Try socket = wire.last().welcome("r1");
        connection.read("m1");

        assertThat(socket.sent(ClientFrame.Ack.class)).containsExactly(new ClientFrame.Ack("m1", DeliveryState.READ));
    }

    @Test
    void closedConnectionLeavesAndFailsWhatWaits() {
        FleetConnection connection = connection();
        HandWire.Try socket = wire.last().welcome("r1");
        CompletionStage<ServerFrame.Receipt> waiting = connection.publish("a", CONTENT, Qos.AT_LEAST_ONCE);
        connection.close();
        connection.close();
        connection.start();
        connection.networkUp();
        timer.pass(Duration.ofMinutes(1));

        assertThat(socket.left).isTrue();
        assertThat(wire.tries).hasSize(1);
        assertThat(reason(waiting)).isEqualTo(NotSentException.Reason.CLOSED);
        assertThat(reason(connection.publish("a", CONTENT, Qos.AT_LEAST_ONCE)))
                .isEqualTo(NotSentException.Reason.CLOSED);
        assertThat(connection.state()).isEqualTo(ConnectionState.STOPPED);
    }
}
