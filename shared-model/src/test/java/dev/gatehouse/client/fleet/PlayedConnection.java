package dev.gatehouse.client.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.gatehouse.client.fleet.FleetOptions.Bounds;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.DeliveryState;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.ServerFrame;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A connection whose time and nodes a test plays. */
abstract class PlayedConnection {

    static final List<URI> NODES = List.of(URI.create("http://a:1"), URI.create("http://b:1"));
    static final JsonNode CONTENT = IntNode.valueOf(7);
    static final Ending GONE = new Ending.Unreachable("gone");

    final HandTimer timer = new HandTimer();
    final HandWire wire = new HandWire();
    final AtomicInteger tokens = new AtomicInteger();
    final Seen seen = new Seen();

    /** Notes all that it is told. */
    static final class Seen implements FleetListener {

        final List<String> messages = new ArrayList<>();
        final List<ConnectionState> states = new ArrayList<>();
        final List<SecurityAlert> alerts = new ArrayList<>();
        final List<Ending> alarms = new ArrayList<>();
        final List<RuntimeException> failures = new ArrayList<>();
        boolean throwing;

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

    FleetConnection connection(Bounds bounds, TokenSource source) {
        FleetConnection connection = new FleetConnection(FleetOptions.of(NODES).with(bounds), source, seen,
                new FleetClient.Parts(wire, timer, Runnable::run, new Random(3)));
        connection.start();
        return connection;
    }

    FleetConnection connection() {
        return connection(Bounds.USUAL, () -> "token-" + tokens.incrementAndGet());
    }

    static ServerFrame.Message message(String msgId) {
        return new ServerFrame.Message(msgId, "u1", "ann", "u2", null, CONTENT, Instant.EPOCH, Qos.AT_LEAST_ONCE);
    }

    static ServerFrame.Receipt receipt(ClientFrame.Publish publish) {
        return new ServerFrame.Receipt(publish.id(), "m-" + publish.id(), DeliveryState.SENT);
    }

    static NotSentException.Reason reason(CompletionStage<ServerFrame.Receipt> sending) {
        assertThat(sending).isCompletedExceptionally();
        return ((NotSentException) sending.toCompletableFuture().exceptionNow()).reason();
    }
}
