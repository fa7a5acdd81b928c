package dev.gatehouse.client.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.client.fleet.NotSentException.Reason;
import dev.gatehouse.client.fleet.ReconnectPolicy.Decision;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.DeliveryState;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.message.Target;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection to the fleet, across however many sockets it takes. It comes back by itself as
 * {@link ReconnectPolicy} says, goes on where the last socket ended, and is in the same rooms then. Safe for use by several
 * threads; no call waits.
 */
public final class FleetConnection implements AutoCloseable {

    private final FleetOptions options;
    private final TokenSource tokens;
    private final FleetClient.Parts parts;
    private final ReconnectPolicy policy;
    private final Pace pace;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Set<String> rooms = new LinkedHashSet<>();
    /** Rooms left since the session that would be resumed began: it may bring them back. */
    private final Set<String> left = new LinkedHashSet<>();
    private final String idPrefix;
    private final Object lock = new Object();
    private ConnectionState state = ConnectionState.STOPPED;
    private @Nullable Link link;
    private Timer.@Nullable Appointment retry;
    private @Nullable String resumeToken;
    private boolean alerted;
    private boolean closed;
    private int node;
    private long sent;

    FleetConnection(FleetOptions options, TokenSource tokens, FleetListener listener, FleetClient.Parts parts) {
        this.options = options;
        this.tokens = tokens;
        this.parts = parts;
        policy = new ReconnectPolicy(options.reconnect(), parts.random());
        pace = new Pace(options.bounds().messagesPer10s());
        outbox = new Outbox(options.bounds().unconfirmed());
        inbox = new Inbox(listener, options.bounds().remembered(), new SerialTasks(parts.executor()));
        idPrefix = "%016x-".formatted(parts.random().nextLong());
        node = parts.random().nextInt(options.nodes().size());
    }

    /** Begins to connect, or begins again after an alarm or an alert. Does nothing where it is under way already. */
    public void start() {
        synchronized (lock) {
            if (state == ConnectionState.STOPPED && !closed) {
                alerted = false;
                policy.fresh();
                open();
            }
        }
    }

    /**
     * The network is there again: tries at once. Where a node did not want this client, only {@link #start} tries again.
     */
    public void networkUp() {
        synchronized (lock) {
            if (closed || alerted) {
                return;
            }
            switch (state) {
                case WAITING, STOPPED -> {
                    policy.fresh();
                    open();
                }
                case ONLINE -> {
                    if (link != null) {
                        link.beat();
                    }
                }
                case CONNECTING -> {
                    // That is a try.
                }
            }
        }
    }

    /** Enters a room, now and whenever the connection comes back. */
    public void join(String room) {
        synchronized (lock) {
            if (rooms.add(room)) {
                left.remove(room);
                frame(new ClientFrame.Join(room));
            }
        }
    }

    /** Leaves a room. */
    public void leave(String room) {
        synchronized (lock) {
            if (rooms.remove(room)) {
                left.add(room);
                frame(new ClientFrame.Leave(room));
            }
        }
    }

    /**
     * Says something to a room. At-least-once, it is sent again under the same id until the fleet confirms it.
     *
     * @return done when the fleet has it; fails with {@link NotSentException}
     */
    public CompletionStage<ServerFrame.Receipt> publish(String room, JsonNode content, Qos qos) {
        synchronized (lock) {
            String id = nextId();
            return message(new Outbox.Entry(id, new ClientFrame.Publish(id, room, content, qos),
                    qos == Qos.AT_LEAST_ONCE));
        }
    }

    /** Says something to a user or a session; as {@link #publish} otherwise. */
    public CompletionStage<ServerFrame.Receipt> send(Target to, JsonNode content, Qos qos) {
        synchronized (lock) {
            String id = nextId();
            return message(new Outbox.Entry(id, new ClientFrame.Send(id, to, content, qos),
                    qos == Qos.AT_LEAST_ONCE));
        }
    }

    /** Says that a person has seen a message. Not kept: while there is no connection it is not said. */
    public void read(String msgId) {
        synchronized (lock) {
            frame(new ClientFrame.Ack(msgId, DeliveryState.READ));
        }
    }

    /** What it is doing. */
    public ConnectionState state() {
        synchronized (lock) {
            return state;
        }
    }

    /** Messages that wait to be confirmed. */
    public int unconfirmed() {
        synchronized (lock) {
            return outbox.size();
        }
    }

    /** Messages that came again and were not given to the listener. */
    public long duplicates() {
        return inbox.duplicates();
    }

    /** Says goodbye and stays away; what was not confirmed fails. */
    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            if (link != null) {
                link.leave();
                link = null;
            }
            stop();
            outbox.removeIf(_ -> true).forEach(entry -> fail(entry,
                    new NotSentException(Reason.CLOSED, "The connection was closed.", null)));
        }
    }

    private String nextId() {
        return idPrefix + Long.toString(++sent, Character.MAX_RADIX);
    }

    private void frame(ClientFrame frame) {
        if (link != null && state == ConnectionState.ONLINE) {
            link.send(frame);
        }
    }

    private CompletionStage<ServerFrame.Receipt> message(Outbox.Entry entry) {
        boolean online = link != null && state == ConnectionState.ONLINE;
        if (closed) {
            return CompletableFuture.failedFuture(
                    new NotSentException(Reason.CLOSED, "The connection is closed.", null));
        }
        if (!online && !entry.kept()) {
            return CompletableFuture.failedFuture(
                    new NotSentException(Reason.OFFLINE, "There is no connection, and the message is not kept.", null));
        }
        if (!outbox.add(entry)) {
            return CompletableFuture.failedFuture(new NotSentException(Reason.TOO_MANY,
                    outbox.size() + " messages wait for their receipts, which is the most.", null));
        }
        if (link != null && online) {
            link.send(entry);
        }
        return entry.done();
    }

    private void fail(Outbox.Entry entry, NotSentException failure) {
        inbox.tell(_ -> entry.done().completeExceptionally(failure));
    }

    private void enter(ConnectionState next) {
        if (state != next) {
            state = next;
            inbox.tell(listener -> listener.state(next));
        }
    }

    private void open() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
        enter(ConnectionState.CONNECTING);
        Link opening = new Link(new Owner());
        link = opening;
        URI address = options.nodes().get(node);
        try {
            parts.executor().execute(() -> open(opening, address));
        } catch (RejectedExecutionException over) {
            link = null;
            stop();
        }
    }

    /** Not under the lock: tokens may take their time. */
    private void open(Link opening, URI address) {
        try {
            String token = tokens.token();
            opening.opens();
            parts.wire().open(address, token, opening);
        } catch (TokenSource.SignedOutException e) {
            opening.ended(new Ending.SignedOut(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            opening.ended(new Ending.Unreachable("there is no token: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            opening.ended(new Ending.Unreachable("interrupted"));
        } catch (RuntimeException e) {
            inbox.tell(listener -> listener.failed(e));
            opening.ended(new Ending.Unreachable("the try failed: " + e.getMessage()));
        }
    }

    private void stop() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
        enter(ConnectionState.STOPPED);
    }

    /** What a {@link Link} may do to its connection, always under the lock. */
    final class Owner {

        Object lock() {
            return lock;
        }

        Timer timer() {
            return parts.timer();
        }

        Pace pace() {
            return pace;
        }

        Inbox inbox() {
            return inbox;
        }

        Outbox outbox() {
            return outbox;
        }

        double chance() {
            return parts.random().nextDouble();
        }

        boolean holds(Link other) {
            return link == other;
        }

        /** The node has taken the client in: goes on where it was. */
        void welcomed(Link ready) {
            enter(ConnectionState.ONLINE);
            if (resumeToken == null) {
                left.clear();
            } else {
                ready.send(new ClientFrame.Resume(resumeToken, inbox.last()));
            }
            left.forEach(room -> ready.send(new ClientFrame.Leave(room)));
            rooms.forEach(room -> ready.send(new ClientFrame.Join(room)));
            ready.send(new ClientFrame.Heartbeat());
            outbox.all().forEach(ready::send);
        }

        /** All that was said after the welcome is done: what comes next goes on from here. */
        void settled(String token) {
            resumeToken = token;
            left.clear();
        }

        void confirm(Outbox.Entry entry, ServerFrame.Receipt receipt) {
            inbox.tell(_ -> entry.done().complete(receipt));
        }

        void refuse(Outbox.Entry entry, NotSentException why) {
            fail(entry, why);
        }

        void over(Ending ending, Duration online) {
            link = null;
            outbox.removeIf(entry -> !entry.kept()).forEach(entry -> fail(entry, Outbox.lost(entry)));
            Decision decision = policy.after(ending, online);
            inbox.tell(listener -> listener.ended(ending));
            if (decision.onwards()) {
                node = (node + 1) % options.nodes().size();
            }
            if (decision.alarm()) {
                inbox.tell(listener -> listener.alarm(ending));
            }
            SecurityAlert alert = decision.alert();
            if (alert != null) {
                alerted = true;
                inbox.tell(listener -> listener.alert(alert));
            }
            Duration delay = decision.delay();
            if (delay == null) {
                stop();
            } else {
                enter(ConnectionState.WAITING);
                retry = parts.timer().after(delay, FleetConnection.this::retry);
            }
        }
    }

    private void retry() {
        synchronized (lock) {
            if (state == ConnectionState.WAITING && !closed) {
                open();
            }
        }
    }
}
