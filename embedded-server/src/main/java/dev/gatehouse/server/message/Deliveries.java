package dev.gatehouse.server.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.message.MessageStore.Inboxed;
import dev.gatehouse.server.message.MessageStore.Kept;
import dev.gatehouse.server.session.SharedFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What comes in over the bus for clients of this node, and what their answers are. */
final class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final String RECEIPT = "message.receipt";
    private static final int BATCH = 200;

    private final LocalClients clients;
    private final Rooms rooms;
    private final MessageStore store;
    private final Lanes lanes;
    private final Tallies tallies;

    private record ToSender(String sid, String user, ServerFrame.Receipt receipt) {}

    Deliveries(LocalClients clients, Rooms rooms, MessageStore store, Lanes lanes, Tallies tallies) {
        this.clients = clients;
        this.rooms = rooms;
        this.store = store;
        this.lanes = lanes;
        this.tallies = tallies;
    }

    /** Begins to listen. */
    void listen(Bus bus) {
        on(bus, Announcement.KIND, Announcement.class, rooms::accept);
        on(bus, Direct.KIND, Direct.class, this::deliver);
        on(bus, RECEIPT, ToSender.class, this::tell);
    }

    /** Has messages of a kind read; what cannot be read is passed over. */
    static <T> void on(Bus bus, String kind, Class<T> type, Consumer<T> action) {
        bus.on(kind, message -> {
            T body;
            try {
                body = Json.LENIENT.treeToValue(message.body(), type);
            } catch (JsonProcessingException e) {
                LOG.warn("The node {} says something of the kind {} that this one does not understand.",
                        message.from(), kind, e);
                return;
            }
            action.accept(body);
        });
    }

    /** Tells the sender of a message how far it has come, on the node that holds its socket. */
    static void receipt(Bus bus, String node, Note note, ServerFrame.Receipt receipt) {
        bus.send(node, RECEIPT, new ToSender(String.valueOf(note.sender()), note.from(), receipt));
    }

    private void tell(ToSender message) {
        LocalClient sender = clients.find(message.sid);
        if (sender != null && sender.user().equals(message.user)) {
            sender.client().send(message.receipt);
        } else {
            SharedFrame frame = new SharedFrame(message.receipt);
            clients.ofUser(message.user).forEach(client -> client.client().send(frame));
        }
    }

    private void deliver(Direct direct) {
        Collection<LocalClient> met = met(direct);
        Kept kept = direct.kept();
        SharedFrame frame = new SharedFrame(direct.note().frame(direct.msgId()));
        if (kept != null) {
            met.forEach(client -> client.inbox().offer(kept, direct.note(), frame));
        } else if (direct.keep() && !met.isEmpty()) {
            lanes.apart(() -> keep(direct.msgId(), direct.note(), met.stream().map(LocalClient::user).toList()));
        } else {
            met.forEach(client -> client.send(direct.msgId(), frame));
        }
        tallies.delivered(direct.msgId(), direct.origin(),
                met.stream().filter(client -> client.takes(direct.note())).count());
    }

    private Collection<LocalClient> met(Direct direct) {
        String user = direct.user();
        List<String> sids = direct.sids();
        if (user != null) {
            return clients.ofUser(user);
        }
        if (sids != null) {
            List<LocalClient> met = new ArrayList<>();
            sids.forEach(sid -> add(met, clients.find(sid)));
            return met;
        }
        return direct.everybody() ? List.copyOf(clients.all()) : List.of();
    }

    private static void add(List<LocalClient> met, @Nullable LocalClient client) {
        if (client != null) {
            met.add(client);
        }
    }

    /** Puts a message into the inboxes of users, then hands it to those of them who are here; once, however often. */
    void keep(String msgId, Note note, Collection<String> users) {
        SharedFrame frame = new SharedFrame(note.frame(msgId));
        Iterator<String> each = users.stream().distinct().iterator();
        while (each.hasNext()) {
            Map<String, Note> notes = new LinkedHashMap<>();
            while (each.hasNext() && notes.size() < BATCH) {
                notes.put(each.next(), note);
            }
            try {
                List<Inboxed> kept = lanes.turn(() -> store.keep(msgId, notes));
                Iterator<Inboxed> places = kept.iterator();
                for (String user : notes.keySet()) {
                    Kept place = Objects.requireNonNull(places.next()).kept();
                    clients.ofUser(user).forEach(client -> client.inbox().offer(place, note, frame));
                }
                tallies.queued(msgId, kept.stream().filter(inboxed -> !inboxed.kept().duplicate()).count());
            } catch (RequestFailure e) {
                LOG.warn("A message to everybody cannot be kept for {} users and is sent only once: {}", notes.size(),
                        e.detail());
                notes.keySet().forEach(user -> clients.ofUser(user)
                        .forEach(client -> client.send(msgId, frame)));
            }
        }
    }
}
