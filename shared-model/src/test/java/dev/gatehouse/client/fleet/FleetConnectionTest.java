package dev.gatehouse.client.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.gatehouse.client.fleet.FleetOptions.Bounds;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.DeliveryState;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.message.Target;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FleetConnectionTest {

    private static final List<URI> NODES = List.of(URI.create("http://a:1"), URI.create("http://b:1"));
    private static final JsonNode CONTENT = IntNode.valueOf(7);
    private static final Ending GONE = new Ending.Unreachable("gone");

    private final HandTimer timer = new HandTimer();
    private final HandWire wire = new HandWire();
    private final AtomicInteger tokens = new AtomicInteger();
    private final Seen seen = new Seen();

    /** Notes all that it is told. */
    private static final class Seen implements FleetListener {

        private final List<String> messages = new ArrayList<>();
        private final List<ConnectionState> states = new ArrayList<>();
        private final List<SecurityAlert> alerts = new ArrayList<>();
        private final List<Ending> alarms = new ArrayList<>();
        private final List<RuntimeException> failures = new ArrayList<>();
        private boolean throwing;

        @Override
        public void message(ServerFrame.Message message) {
            if (throwing) {
                throw new IllegalStateException("cannot");
            }
            messages.add(message.msgId());
        }

        @Override
        public void state(ConnectionState state) {
            states.add(state);
        }

        @Override
        public void alert(SecurityAlert alert) {
            alerts.add(alert);
        }

        @Override
        public void alarm(Ending last) {
            alarms.add(last);
        }

        @Override
        public void failed(RuntimeException failure) {
            failures.add(failure);
        }
    }

    private FleetConnection connection(Bounds bounds, TokenSource source) {
        FleetConnection connection = new FleetConnection(FleetOptions.of(NODES).with(bounds), source, seen,
                new FleetClient.Parts(wire, timer, Runnable::run, new Random(3)));
        connection.start();
        return connection;
    }

    private FleetConnection connection() {
        return connection(Bounds.USUAL, () -> "token-" + tokens.incrementAndGet());
    }

    private static ServerFrame.Message message(String msgId) {
        return new ServerFrame.Message(msgId, "u1", "ann", "u2", null, CONTENT, Instant.EPOCH, Qos.AT_LEAST_ONCE);
    }

    private static ServerFrame.Receipt receipt(ClientFrame.Publish publish) {
        return new ServerFrame.Receipt(publish.id(), "m-" + publish.id(), DeliveryState.SENT);
    }

    @Test
    void isReadyFromTheWelcomeOn() {
        FleetConnection connection = connection();
        assertThat(connection.state()).isEqualTo(ConnectionState.CONNECTING);

        wire.last().welcome("r1");

        assertThat(connection.state()).isEqualTo(ConnectionState.ONLINE);
        assertThat(seen.states).containsExactly(ConnectionState.CONNECTING, ConnectionState.ONLINE);
    }

    @Test
    void everyTryAsksForAToken() {
        connection();
        wire.last().end(GONE);
        timer.pass(Duration.ofSeconds(1));

        assertThat(wire.tries).extracting(one -> one.token).containsExactly("token-1", "token-2");
        assertThat(wire.tries.get(0).node).isNotEqualTo(wire.tries.get(1).node);
    }

    @Test
    void tokenThatCannotBeHadNowIsATryThatFailed() {
        FleetConnection connection = connection(Bounds.USUAL, () -> {
            throw new IOException("no way to the login");
        });

        assertThat(connection.state()).isEqualTo(ConnectionState.WAITING);
        assertThat(seen.alerts).isEmpty();
    }

    @Test
    void signedOutClientStopsWithAnAlert() {
        FleetConnection connection = connection(Bounds.USUAL, () -> {
            throw new TokenSource.SignedOutException("the refresh token has expired");
        });

        assertThat(connection.state()).isEqualTo(ConnectionState.STOPPED);
        assertThat(seen.alerts).extracting(SecurityAlert::kind)
                .containsExactly(SecurityAlert.Kind.NOT_AUTHENTICATED);
    }

    @Test
    void alarmStopsItUntilTheNetworkIsUp() {
        FleetConnection connection = connection();
        for (int i = 0; i < 10; i++) {
            wire.last().end(GONE);
            timer.pass(Duration.ofSeconds(30));
        }
        assertThat(wire.tries).hasSize(10);
        assertThat(seen.alarms).containsExactly(GONE);
        assertThat(connection.state()).isEqualTo(ConnectionState.STOPPED);

        connection.networkUp();
        wire.last().welcome("r1");

        assertThat(wire.tries).hasSize(11);
        assertThat(connection.state()).isEqualTo(ConnectionState.ONLINE);
    }

    @Test
    void networkUpIsTriedAtOnce() {
        FleetConnection connection = connection();
        wire.last().end(GONE);
        assertThat(connection.state()).isEqualTo(ConnectionState.WAITING);

        connection.networkUp();
        connection.networkUp();

        assertThat(wire.tries).hasSize(2);
        timer.pass(Duration.ofSeconds(5));
        assertThat(wire.tries).hasSize(2);
    }

    @Test
    void kickedClientStaysAwayThoughTheNetworkIsUp() {
        FleetConnection connection = connection();
        wire.last().welcome("r1").end(new Ending.Closed(4001, "spam"));

        connection.networkUp();
        timer.pass(Duration.ofMinutes(5));
        assertThat(wire.tries).hasSize(1);
        assertThat(seen.alerts).containsExactly(new SecurityAlert(SecurityAlert.Kind.KICKED, 4001, "spam"));

        connection.start();
        assertThat(wire.tries).hasSize(2);
    }

    @Test
    void heartbeatsGoOutWithinEveryInterval() {
        connection();
        HandWire.Try socket = wire.last().welcome("r1");
        for (int second = 0; second < 60; second++) {
            timer.pass(Duration.ofSeconds(1));
            socket.say(new ServerFrame.Pong());
        }

        assertThat(socket.sent(ClientFrame.Heartbeat.class)).hasSizeBetween(6, 8);
    }

    @Test
    void silentNodeIsGivenUpWithinTwoHeartbeatsAndALittle() {
        FleetConnection connection = connection();
        HandWire.Try socket = wire.last().welcome("r1");
        timer.pass(Duration.ofSeconds(19));
        assertThat(connection.state()).isEqualTo(ConnectionState.ONLINE);

        timer.pass(Duration.ofSeconds(11));

        assertThat(socket.dropped).isTrue();
        assertThat(wire.tries).hasSize(2);
    }

    @Test
    void nodeThatNeverSaysWelcomeIsGivenUp() {
        FleetConnection connection = connection();
        timer.pass(Duration.ofSeconds(15));

        assertThat(connection.state()).isEqualTo(ConnectionState.WAITING);
    }

    @Test
    void socketThatOpensTooLateIsDropped() {
        connection();
        HandWire.Try late = wire.last();
        timer.pass(Duration.ofSeconds(15));
        late.welcome("r1");

        assertThat(late.dropped).isTrue();
        assertThat(late.sent).isEmpty();
    }

    @Test
    void roomsAreJoinedAgainAndTheSessionIsResumed() {
        FleetConnection connection = connection();
        connection.join("lobby");
        connection.join("bar");
        connection.leave("bar");
        HandWire.Try first = wire.last().welcome("r1");
        first.say(new ServerFrame.Pong(), message("m1"), message("m2"));
        first.end(GONE);
        timer.pass(Duration.ofSeconds(1));
        HandWire.Try second = wire.last().welcome("r2");

        assertThat(first.sent.subList(0, 2)).containsExactly(new ClientFrame.Join("lobby"),
                new ClientFrame.Heartbeat());
        assertThat(second.sent).containsExactly(new ClientFrame.Resume("r1", "m2"), new ClientFrame.Join("lobby"),
                new ClientFrame.Heartbeat());
    }

    @Test
    void tokenOfASocketThatEndedBeforeItSettledIsNotGoneOnFrom() {
        connection();
        wire.last().welcome("r1").say(new ServerFrame.Pong());
        wire.last().end(GONE);
        timer.pass(Duration.ofSeconds(1));
        wire.last().welcome("r2").end(GONE);
        timer.pass(Duration.ofSeconds(2));
        wire.last().welcome("r3");

        assertThat(wire.last().sent.getFirst()).isEqualTo(new ClientFrame.Resume("r1", null));
    }

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

    private static NotSentException.Reason reason(CompletionStage<ServerFrame.Receipt> sending) {
        assertThat(sending).isCompletedExceptionally();
        return ((NotSentException) sending.toCompletableFuture().exceptionNow()).reason();
    }
}
