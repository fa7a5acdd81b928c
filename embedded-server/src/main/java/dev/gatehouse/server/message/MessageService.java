package dev.gatehouse.server.message;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.DeliveryState;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.message.Target;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Work;
import dev.gatehouse.server.message.MessageId.Kind;
import dev.gatehouse.server.message.MessageStore.Inboxed;
import dev.gatehouse.server.message.MessageStore.Kept;
import dev.gatehouse.server.message.MessageStore.Settled;
import dev.gatehouse.server.message.ReportStore.Counts;
import dev.gatehouse.server.schedule.Ticker;
import dev.gatehouse.server.session.Client;
import dev.gatehouse.server.session.ClientMessages;
import dev.gatehouse.server.session.PresenceIndex;
import dev.gatehouse.server.session.PresenceStore;
import dev.gatehouse.server.session.SessionService;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What clients of this node say, and what is said to them. What one client says is handled in its order, on threads of this
 * room; what is said to it is written where it is known.
 */
public final class MessageService implements ClientMessages, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MessageService.class);
    private static final Duration TEND_EVERY = Duration.ofSeconds(1);
    private static final int LONGEST_ID = 128;

    private final String node;
    private final Fleet fleet;
    private final MessageStore store;
    private final Lanes lanes = new Lanes();
    private final LocalClients clients = new LocalClients();
    private final StoreTime time;
    private final Tallies tallies;
    private final Rooms rooms;
    private final Resumption resumption;
    private final Deliveries deliveries;
    private final LongAdder said = new LongAdder();
    private final Ticker tending;

    /**
     * What is around this room.
     *
     * @param users the id of a user by id or username; absent where there is none
     */
    public record Fleet(Bus bus, PresenceIndex index, PresenceStore presence, SessionService sessions,
            Function<String, @Nullable String> users) {}

    /** A room that listens to the bus; it does not hear clients before {@link SessionService#onMessages}. */
    public MessageService(String node, Fleet fleet, MessageStore store, ReportStore reports, Clock clock) {
        this.node = node;
        this.fleet = fleet;
        this.store = store;
        this.time = new StoreTime(clock);
        this.tallies = new Tallies(node, reports, fleet.bus);
        this.rooms = new Rooms(store, lanes, time,
                (announcement, members) -> tallies.delivered(announcement.msgId(), announcement.origin(), members));
        this.resumption = new Resumption(fleet, store, clients, new Resumption.Hands(rooms, lanes, time));
        this.deliveries = new Deliveries(clients, rooms, store, lanes, tallies);
        deliveries.listen(fleet.bus);
        fleet.bus.onReconnect(this::missed);
        tending = new Ticker("message-tending", TEND_EVERY, this::tend);
    }

    /** How many messages clients and operators have sent through this node since the start. */
    public long said() {
        return said.sum();
    }

    /** The store turned out to have lost its data. */
    public void lost() {
        rooms.lost();
        clients.all().forEach(client -> client.inbox().lost());
    }

    /** A session of a node that died is not listed any more; it can be resumed still. */
    public void sessionLost(Session session) {
        resumption.keep(session.sid(), Resumption.of(session));
    }

    Tallies tallies() {
        return tallies;
    }

    StoreTime time() {
        return time;
    }

    Fleet fleet() {
        return fleet;
    }

    String node() {
        return node;
    }

    void count() {
        said.increment();
    }

    @Override
    public void opened(Client client) {
        LocalClient local = new LocalClient(client, time.now(), lanes, store, node);
        clients.add(local);
        local.inbox().read();
    }

    @Override
    public void closed(Client client) {
        LocalClient local = clients.remove(client);
        if (local != null) {
            local.leave();
            resumption.keep(local.sid(), local.resumable());
            local.rooms().keySet().forEach(room -> rooms.leave(local, room));
        }
    }

    @Override
    public void joined(Client client, String room) {
        LocalClient local = clients.find(client);
        if (local != null) {
            local.moved(room, true);
        }
        if (local != null && local.rooms().putIfAbsent(room, time.now()) == null) {
            boolean hold = local.resuming();
            rooms.join(local, room, hold);
            if (hold && !local.resuming()) {
                rooms.release(local, room);
            }
            if (local.gone()) {
                rooms.leave(local, room);
            }
        }
    }

    @Override
    public void left(Client client, String room) {
        LocalClient local = clients.find(client);
        if (local != null) {
            local.moved(room, false);
            local.rooms().remove(room);
            rooms.leave(local, room);
        }
    }

    @Override
    public void publish(Client client, ClientFrame.Publish frame) {
        if (!SessionService.isRoom(frame.room())) {
            fail(client, ErrorCode.INVALID.code(), SessionService.ROOM_RULE, frame.id());
            return;
        }
        inOrder(client, frame.id(), local -> publish(local, frame));
    }

    private void publish(LocalClient local, ClientFrame.Publish frame) {
        Qos qos = Objects.requireNonNullElse(frame.qos(), Qos.AT_MOST_ONCE);
        Note note = Note.toRoom(author(local, frame.id()), frame.room(), frame.content(), qos);
        String msgId;
        try {
            Kept kept = lanes.turn(() -> store.publish(frame.room(), note, null));
            time.heard(kept.at().millis());
            msgId = kept.msgId();
        } catch (RequestFailure e) {
            if (qos == Qos.AT_LEAST_ONCE || !(e.getCause() instanceof LiveStateUnavailableException away)
                    || away.asked()) {
                throw e;
            }
            // Those who are here hear it all the same; whoever else would need the store.
            msgId = time.nextId(Kind.PASSING);
            fleet.bus.send(node, Announcement.KIND, new Announcement(frame.room(), msgId, null, null, note, null));
        }
        local.client().send(new ServerFrame.Receipt(frame.id(), msgId, DeliveryState.SENT));
    }

    @Override
    public void send(Client client, ClientFrame.Send frame) {
        inOrder(client, frame.id(), local -> send(local, frame));
    }

    private void send(LocalClient local, ClientFrame.Send frame) {
        String earlier = local.earlier(frame.id());
        if (earlier != null) {
            local.client().send(new ServerFrame.Receipt(frame.id(), earlier, DeliveryState.SENT));
            return;
        }
        Target to = frame.to();
        List<String> sids = null;
        String user;
        if (to.user() != null && to.equals(Target.user(to.user()))) {
            user = fleet.users.apply(to.user());
            if (user == null) {
                throw new RequestFailure(ErrorCode.NOT_FOUND, "No user has the id or name " + to.user() + ".");
            }
        } else if (to.session() != null && to.equals(Target.session(to.session()))) {
            Session session = fleet.index.require(to.session());
            user = session.user();
            sids = List.of(session.sid());
        } else {
            throw new RequestFailure(ErrorCode.INVALID, "A client can send to one user or to one session.");
        }
        Note note = Note.to(author(local, frame.id()), user, sids, frame.content(),
                Objects.requireNonNullElse(frame.qos(), Qos.AT_MOST_ONCE));
        String msgId = dispatch(note, user, sids, null, time.nextId(
                note.qos() == Qos.AT_LEAST_ONCE ? Kind.KEPT : Kind.PASSING)).msgId;
        if (note.qos() == Qos.AT_MOST_ONCE) {
            local.sent(frame.id(), msgId);
        }
        local.client().send(new ServerFrame.Receipt(frame.id(), msgId, DeliveryState.SENT));
    }

    /**
     * What became of a message to a user.
     *
     * @param kept whether it was put into the inbox by this
     */
    record Dispatched(String msgId, Set<String> nodes, boolean kept) {}

    /**
     * Sends a message to a user or some of its sessions: at-least-once by way of the inbox.
     *
     * @throws RequestFailure where it is to be kept and the store does not answer
     */
    Dispatched dispatch(Note note, String user, @Nullable List<String> sids, @Nullable String origin, String msgId) {
        Set<String> nodes = new HashSet<>();
        for (Session session : fleet.index.ofUser(user)) {
            if (sids == null || sids.contains(session.sid())) {
                nodes.add(session.node());
            }
        }
        if (note.qos() == Qos.AT_MOST_ONCE) {
            nodes.forEach(at -> fleet.bus.send(at, Direct.KIND, sids == null
                    ? Direct.toUser(msgId, note, null, user, origin)
                    : Direct.toSessions(msgId, note, sids, origin)));
            return new Dispatched(msgId, nodes, false);
        }
        Inboxed inboxed = lanes.turn(() -> store.keep(msgId, Map.of(user, note))).getFirst();
        Kept kept = inboxed.kept();
        time.heard(kept.at().millis());
        nodes.addAll(inboxed.nodes());
        Direct direct = Direct.toUser(kept.msgId(), note, kept, user, origin);
        nodes.forEach(at -> fleet.bus.send(at, Direct.KIND, direct));
        return new Dispatched(kept.msgId(), nodes, !kept.duplicate());
    }

    /**
     * Keeps a message for the users of nodes that may not have heard of it, where it is to be kept at all; returns at once.
     */
    void keepFor(Set<String> nodes, String msgId, Note note) {
        if (note.qos() == Qos.AT_LEAST_ONCE && !nodes.isEmpty()) {
            lanes.apart(() -> nodes.forEach(at -> deliveries.keep(msgId, note,
                    fleet.index.ofNode(at).stream().map(Session::user).toList())));
        }
    }

    @Override
    public void acknowledged(Client client, ClientFrame.Ack frame) {
        if (!MessageId.valid(frame.msgId())) {
            fail(client, ErrorCode.INVALID.code(), "No message has the id " + cut(frame.msgId()) + ".", null);
            return;
        }
        switch (MessageId.kind(frame.msgId())) {
            case ROOM, PASSING -> {
                // Nobody waits for it.
            }
            case REPORTED_ROOM, REPORTED_PASSING -> {
                LocalClient local = clients.find(client);
                if (local != null) {
                    tallies.add(frame.msgId(), local.acknowledged(frame.msgId(), frame.state()));
                }
            }
            case KEPT, REPORTED_KEPT -> inOrder(client, null, local -> settle(local, frame));
        }
    }

    private void settle(LocalClient local, ClientFrame.Ack frame) {
        Settled settled = lanes.turn(() -> store.settle(local.user(), frame.msgId(), frame.state()));
        if (settled == null) {
            return;
        }
        if (MessageId.kind(frame.msgId()).reported()) {
            tallies.add(frame.msgId(), new Counts(0, settled.first() ? -1 : 0, settled.first() ? 1 : 0,
                    frame.state() == DeliveryState.READ ? 1 : 0));
        }
        Note note = settled.note();
        String id = note.clientId();
        if (id != null && note.sender() != null) {
            var receipt = new ServerFrame.Receipt(id, frame.msgId(), frame.state());
            nodesOf(note).forEach(at -> Deliveries.receipt(fleet.bus, at, note, receipt));
        }
    }

    /** The nodes that hold the sender of a message: its session, or else all that the user has. */
    private Set<String> nodesOf(Note note) {
        Session sender = fleet.index.find(String.valueOf(note.sender()));
        return sender != null && sender.user().equals(note.from())
                ? Set.of(sender.node())
                : fleet.index.ofUser(note.from()).stream().map(Session::node).collect(Collectors.toSet());
    }

    @Override
    public void resume(Client client, ClientFrame.Resume frame) {
        LocalClient local = clients.find(client);
        if (local != null) {
            resumption.resume(local, frame);
        }
    }

    /** Writes down what sessions need to be resumed and what is counted, and ends. */
    @Override
    public void close() {
        tending.close();
        lanes.close();
        resumption.write();
        tallies.close();
    }

    private void inOrder(Client client, @Nullable String id, Consumer<LocalClient> work) {
        LocalClient local = clients.find(client);
        if (id != null && (id.isEmpty() || id.length() > LONGEST_ID)) {
            fail(client, ErrorCode.INVALID.code(), "A message's id has 1 to " + LONGEST_ID + " characters.",
                    cut(id));
        } else if (local != null) {
            said.increment();
            local.lane().run(Work.carrying(() -> {
                try {
                    work.accept(local);
                } catch (RequestFailure e) {
                    fail(client, e.code().code(), e.detail(), id);
                }
            }));
        }
    }

    private static void fail(Client client, String code, String detail, @Nullable String id) {
        client.send(new ServerFrame.Failure(code, detail, id));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_ID ? text : text.substring(0, LONGEST_ID);
    }

    private static Note.Author author(LocalClient local, String id) {
        return new Note.Author(local.user(), local.client().session().username(), local.sid(), id);
    }

    private void missed() {
        rooms.missed();
        clients.all().forEach(client -> client.inbox().read());
    }

    private void tend() {
        resumption.write();
        clients.all().forEach(client -> client.inbox().tend());
        rooms.tend();
        try {
            time.heard(store.now());
        } catch (RequestFailure e) {
            LOG.debug("The store's time is not known: {}", e.detail());
        }
    }
}
