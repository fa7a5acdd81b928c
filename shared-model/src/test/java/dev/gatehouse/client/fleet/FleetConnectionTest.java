package dev.gatehouse.client.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.fleet.FleetOptions.Bounds;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.ServerFrame;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FleetConnectionTest extends PlayedConnection {

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
    void tokenSourceThatIsBrokenIsToldOfAndTriedAgain() {
        FleetConnection connection = connection(Bounds.USUAL, () -> {
            throw new IllegalStateException("a fault of the program");
        });

        assertThat(connection.state()).isEqualTo(ConnectionState.WAITING);
        assertThat(seen.failures).hasSize(1);
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
        first.say(new ServerFrame.Pong(), message("r1-0-0123456789abcdef"), message("r2-0-0123456789abcdef"));
        first.end(GONE);
        timer.pass(Duration.ofSeconds(1));
        HandWire.Try second = wire.last().welcome("r2");

        assertThat(first.sent.subList(0, 2)).containsExactly(new ClientFrame.Join("lobby"),
                new ClientFrame.Heartbeat());
        assertThat(second.sent).containsExactly(new ClientFrame.Resume("r1", "r2-0-0123456789abcdef"),
                new ClientFrame.Join("lobby"),
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
    void roomThatWasLeftMeanwhileIsLeftThoughTheSessionIsResumed() {
        FleetConnection connection = connection();
        connection.join("lobby");
        wire.last().welcome("r1").say(new ServerFrame.Pong());
        wire.last().end(GONE);
        connection.leave("lobby");
        timer.pass(Duration.ofSeconds(1));
        wire.last().welcome("r2");

        assertThat(wire.last().sent).containsExactly(new ClientFrame.Resume("r1", null),
                new ClientFrame.Leave("lobby"), new ClientFrame.Heartbeat());
    }

    @Test
    void farewellSaysWhyThoughTheCloseIsNotSeen() {
        FleetConnection connection = connection();
        wire.last().welcome("r1").say(new ServerFrame.Bye(4001, "spam", "root"));
        wire.last().end(new Ending.Unreachable("output closed"));

        assertThat(connection.state()).isEqualTo(ConnectionState.STOPPED);
        assertThat(seen.alerts).extracting(SecurityAlert::kind).containsExactly(SecurityAlert.Kind.KICKED);
    }

    @Test
    void clientThatIsSentAwayGoesWhereItIsToldTo() {
        connection();
        URI first = wire.last().node;
        wire.last().welcome("r1").say(new ServerFrame.Bye(4013, "draining", "root", "n1", first.toString()));
        wire.last().end(new Ending.Closed(4013, "draining"));
        timer.pass(Duration.ofSeconds(1));
        assertThat(wire.last().node).isEqualTo(first);

        wire.last().welcome("r2").say(new ServerFrame.Bye(1001, "stopping", "system", "n9", "http://elsewhere:1"));
        wire.last().end(new Ending.Closed(1001, "stopping"));
        timer.pass(Duration.ofSeconds(1));

        assertThat(wire.tries).hasSize(3);
        assertThat(wire.last().node).isNotEqualTo(first);
    }
}
