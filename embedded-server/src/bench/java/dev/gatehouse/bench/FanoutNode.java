package dev.gatehouse.bench;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.server.bus.memory.MemoryBus;
import dev.gatehouse.server.http.HttpServer;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.http.SlowPolicy;
import dev.gatehouse.server.http.SocketLimits;
import dev.gatehouse.server.session.Client;
import dev.gatehouse.server.session.ClientMessages;
import dev.gatehouse.server.session.Elsewhere;
import dev.gatehouse.server.session.FleetSocket;
import dev.gatehouse.server.session.PresenceIndex;
import dev.gatehouse.server.session.PresenceSync;
import dev.gatehouse.server.session.SessionLimits;
import dev.gatehouse.server.session.SessionService;
import dev.gatehouse.server.session.SharedFrame;
import dev.gatehouse.server.session.memory.MemoryPresenceStore;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The sockets and sessions of a node, and a message for all of them at a time. */
final class FanoutNode implements FanoutMain.Fanout, AutoCloseable {

    private static final SessionLimits LIMITS = new SessionLimits(Duration.ofHours(1), 3, 20_000, 20_000, 1_000,
            Elsewhere.ALLOW);
    /** Room enough for all that waits for a stalled reader, so that it stays and costs what it can. */
    private static final SocketLimits SOCKETS = new SocketLimits(16 * 1024, 64 << 20, SlowPolicy.CLOSE, false);
    private static final int STALLING_MESSAGES = 2_000;
    private static final int STALLING_LENGTH = 16 * 1024;

    private final Queue<Client> clients = new ConcurrentLinkedQueue<>();
    private final Clock clock = Clock.systemUTC();
    private final MemoryBus bus = new MemoryBus("bench");
    private final PresenceSync sync;
    private final SessionService sessions;
    private final HttpServer http;

    FanoutNode() throws IOException {
        PresenceIndex index = new PresenceIndex();
        sync = new PresenceSync("bench", new MemoryPresenceStore(LIMITS.lifetime(), clock), index, bus,
                Duration.ofSeconds(10), clock);
        sessions = new SessionService("bench", LIMITS, index, sync, clock);
        sessions.onMessages(new Collecting());
        http = new HttpServer(new HttpServer.Address("127.0.0.1", 0, null, ""),
                new HttpServer.Service("bench", List.of(), List.of(FleetSocket.route(sessions, SOCKETS)),
                        _ -> new Principal("u1", "ann", Set.of(), "s1", "t1", ClientKind.APP, Instant.EPOCH,
                                Instant.EPOCH, Instant.MAX),
                        HttpServer::internal, (_, _, _, _) -> {}, (_, _, _) -> {}, Duration.ofSeconds(3)));
        sync.start();
        sessions.start();
        http.start();
    }

    /** Keeps all clients in the order in which they came. */
    private final class Collecting implements ClientMessages {

        @Override
        public void opened(Client client) {
            clients.add(client);
        }

        @Override
        public void closed(Client client) {
            clients.remove(client);
        }

        @Override
        public void joined(Client client, String room) {
            throw new BenchFailure("Nobody joins here.");
        }

        @Override
        public void left(Client client, String room) {
            throw new BenchFailure("Nobody leaves here.");
        }

        @Override
        public void publish(Client client, ClientFrame.Publish frame) {
            throw new BenchFailure("Nobody publishes here.");
        }

        @Override
        public void send(Client client, ClientFrame.Send frame) {
            throw new BenchFailure("Nobody sends here.");
        }

        @Override
        public void acknowledged(Client client, ClientFrame.Ack frame) {
            throw new BenchFailure("Nobody acknowledges here.");
        }

        @Override
        public void resume(Client client, ClientFrame.Resume frame) {
            throw new BenchFailure("Nobody resumes here.");
        }
    }

    URI uri() {
        return http.uri();
    }

    @Override
    public void send(ServerFrame.Message message) {
        SharedFrame frame = new SharedFrame(message);
        for (Client client : clients) {
            client.send(frame);
        }
    }

    @Override
    public void stall() {
        SharedFrame frame = new SharedFrame(new ServerFrame.Message("stall", "u1", "ann", null, "lobby",
                TextNode.valueOf("x".repeat(STALLING_LENGTH)), Instant.EPOCH, Qos.AT_LEAST_ONCE));
        for (int i = 0; i < STALLING_MESSAGES; i++) {
            clients.element().send(frame);
        }
    }

    @Override
    public void close() {
        sessions.close();
        sync.close();
        http.close();
        bus.close();
    }
}
