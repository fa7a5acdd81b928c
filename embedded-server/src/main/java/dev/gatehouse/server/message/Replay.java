package dev.gatehouse.server.message;

import dev.gatehouse.server.message.MessageStore.Entry;
import dev.gatehouse.server.message.MessageStore.Page;
import dev.gatehouse.server.message.MessageStore.Resumable;
import dev.gatehouse.server.message.Resumption.Hands;
import dev.gatehouse.server.session.SessionService;
import dev.gatehouse.server.session.SharedFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends one client what was said in its rooms since a message, in the order of the store's time over all rooms, while what
 * is said now is held back. In each room it begins {@link #OVERLAP} before that message, as what was said elsewhere at
 * about the same time may not have come through; what the client has already it knows by its id. As the rooms are sent
 * in one order, a replay that breaks off can be resumed in the same way.
 */
final class Replay {

    /** By how much the times of nodes and of a cluster's servers may be apart. */
    static final Duration OVERLAP = Duration.ofSeconds(5);

    /**
     * For how long a node may be deaf for rooms while messages to users come through, which go another way: one of those says
     * little about what was heard in rooms.
     */
    static final Duration OTHER_WAY_OVERLAP = Duration.ofSeconds(30);

    /** By how much a node may take the store's time for later than it is. */
    static final Duration JOIN_OVERLAP = Duration.ofSeconds(1);
    private static final int PAGE = 100;

    private final LocalClient client;
    private final MessageStore store;
    private final Hands hands;
    private final Set<String> entered = new HashSet<>();

    /** One room of it. */
    private final class Part {

        private final String room;
        private final Deque<Entry> waiting = new ArrayDeque<>();
        private Position after;
        /** What is not kept from here on is missing. */
        private Position known;
        private boolean whole;

        Part(String room, Position after, Position known) {
            this.room = room;
            this.after = after;
            this.known = known;
        }

        /** The next message; absent where there is none now. */
        @Nullable
        Entry peek() {
            if (waiting.isEmpty() && !whole) {
                read();
            }
            return waiting.peek();
        }

        void read() {
            Position behind = waiting.isEmpty() ? after : waiting.getLast().at();
            Page page = hands.lanes().turn(() -> store.history(room, behind, PAGE));
            if (page.cut().after(known)) {
                client.client().send(Resumption.gap(room));
            }
            waiting.addAll(page.entries());
            whole = page.entries().size() < PAGE;
        }

        /** Passes over what came up to the message that the client had last, where that was said here. */
        void passOver(String msgId) {
            List<Entry> had = new ArrayList<>();
            for (Entry entry : waiting) {
                had.add(entry);
                if (entry.msgId().equals(msgId)) {
                    waiting.removeAll(had);
                    after = entry.at();
                    return;
                }
            }
        }

        void send() {
            Entry entry = waiting.remove();
            after = entry.at();
            known = entry.at().after(known) ? entry.at() : known;
            client.send(entry.msgId(), new SharedFrame(entry.note().frame(entry.msgId())));
        }

        Position place() {
            Entry next = waiting.getFirst();
            return next.at();
        }
    }

    Replay(LocalClient client, MessageStore store, Hands hands) {
        this.client = client;
        this.store = store;
        this.hands = hands;
    }

    /** Has the client be in the rooms of an earlier session, hearing nothing yet. */
    void enter(Resumable session, SessionService sessions) {
        session.rooms().forEach((room, since) -> {
            if (!client.hasLeft(room) && sessions.enter(client.client(), room)) {
                entered.add(room);
                client.rooms().merge(room, since, Math::min);
                hands.rooms().join(client, room, true);
            }
            if (client.hasLeft(room)) {
                entered.remove(room);
                sessions.exit(client.client(), room);
            }
        });
        if (client.gone()) {
            client.rooms().keySet().forEach(room -> hands.rooms().leave(client, room));
        }
    }

    /**
     * Sends what was missed.
     *
     * @param since when the earlier session began, in the store's milliseconds
     */
    void run(@Nullable String lastMsgId, long since) {
        PriorityQueue<Part> parts = new PriorityQueue<>(Comparator.comparing(Part::place));
        List<Part> all = new ArrayList<>();
        for (String room : entered) {
            Part part = begin(room, lastMsgId, since);
            all.add(part);
            if (part.peek() != null) {
                if (lastMsgId != null) {
                    part.passOver(lastMsgId);
                }
                queue(parts, part);
            }
        }
        send(parts);
        for (Part part : all) {
            release(part);
        }
    }

    private Part begin(String room, @Nullable String lastMsgId, long since) {
        long in = client.rooms().getOrDefault(room, 0L);
        Position joined = Position.beforeMillis(lastMsgId == null && in == 0 ? since : in);
        Position after = joined.back(JOIN_OVERLAP);
        if (lastMsgId == null) {
            return new Part(room, after, joined);
        }
        Position last = MessageId.position(lastMsgId);
        Position before = last.back(isOfARoom(lastMsgId) ? OVERLAP : OTHER_WAY_OVERLAP);
        return new Part(room, before.after(after) ? before : after, last.after(joined) ? last : joined);
    }

    private static boolean isOfARoom(String msgId) {
        return switch (MessageId.kind(msgId)) {
            case ROOM, REPORTED_ROOM -> true;
            case KEPT, REPORTED_KEPT, PASSING, REPORTED_PASSING -> false;
        };
    }

    private void send(PriorityQueue<Part> parts) {
        while (!parts.isEmpty() && !client.gone()) {
            Part part = parts.remove();
            part.send();
            queue(parts, part);
            client.awaitRoom();
        }
    }

    private static void queue(PriorityQueue<Part> parts, Part part) {
        if (part.peek() != null) {
            parts.add(part);
        }
    }

    private void release(Part part) {
        Membership member = hands.rooms().member(client, part.room);
        while (member != null && !client.gone() && !member.release(part.after)) {
            part.whole = false;
            while (part.peek() != null && !client.gone()) {
                part.send();
                client.awaitRoom();
            }
        }
    }
}
