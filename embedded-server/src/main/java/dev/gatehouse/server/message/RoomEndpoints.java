package dev.gatehouse.server.message;

import dev.gatehouse.model.api.RoomsExchange;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.message.MessageStore.Entry;
import dev.gatehouse.server.message.MessageStore.Page;
import dev.gatehouse.server.session.PresenceIndex;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/rooms}. The list is counted at most once a second. */
public final class RoomEndpoints {

    private static final String ONE = RoomsExchange.PATH + "/{room}";
    private static final Duration COUNTED_EVERY = Duration.ofSeconds(1);
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    private final PresenceIndex index;
    private final MessageStore store;
    private final Clock clock;
    private @Nullable Counted counted;

    private record Counted(List<RoomsExchange.Room> rooms, long version, Instant at) {}

    public RoomEndpoints(PresenceIndex index, MessageStore store, Clock clock) {
        this.index = index;
        this.store = store;
        this.clock = clock;
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads(Access.VIEWER, RoomsExchange.PATH, "The rooms that have members, the fullest first",
                        RoomsExchange.Listing.class, this::list).withQuery("q", "offset", "limit"),
                Endpoint.reads(Access.VIEWER, ONE + "/members", "Who is in a room, on all nodes",
                        RoomsExchange.Members.class, this::members).withQuery("offset", "limit"),
                Endpoint.reads(Access.VIEWER, ONE + "/history", "What was said in a room, the newest page first",
                        RoomsExchange.History.class, this::history).withQuery("before", "limit"));
    }

    private RoomsExchange.Listing list(Exchange exchange) {
        String wanted = exchange.query("q");
        String folded = wanted == null ? "" : wanted.toLowerCase(Locale.ROOT);
        List<RoomsExchange.Room> met = counted().stream()
                .filter(room -> room.room().toLowerCase(Locale.ROOT).contains(folded)).toList();
        return new RoomsExchange.Listing(met.size(),
                met.stream().skip(offset(exchange)).limit(limit(exchange)).toList());
    }

    private synchronized List<RoomsExchange.Room> counted() {
        Instant now = clock.instant();
        Counted last = counted;
        long version = index.version();
        if (last != null && (last.version == version || last.at.plus(COUNTED_EVERY).isAfter(now))) {
            return last.rooms;
        }
        List<RoomsExchange.Room> rooms = index.countByRoom().entrySet().stream()
                .map(room -> new RoomsExchange.Room(room.getKey(),
                        room.getValue().values().stream().mapToLong(Long::longValue).sum(), room.getValue()))
                .sorted(Comparator.comparingLong(RoomsExchange.Room::members).reversed()
                        .thenComparing(RoomsExchange.Room::room))
                .toList();
        counted = new Counted(rooms, version, now);
        return rooms;
    }

    private RoomsExchange.Members members(Exchange exchange) {
        String room = exchange.path("room");
        List<Session> members = index.inRoom(room).stream()
                .sorted(Comparator.comparing(Session::username).thenComparing(Session::sid)).toList();
        return new RoomsExchange.Members(members.size(),
                members.stream().skip(offset(exchange)).limit(limit(exchange)).toList());
    }

    private RoomsExchange.History history(Exchange exchange) {
        int limit = limit(exchange);
        Page page = store.historyBefore(exchange.path("room"), before(exchange.query("before")), limit + 1);
        boolean more = page.entries().size() > limit;
        List<Entry> entries = more ? page.entries().subList(1, page.entries().size()) : page.entries();
        return new RoomsExchange.History(
                entries.stream().map(entry -> entry.note().frame(entry.msgId())).toList(),
                more ? entries.getFirst().at().toString() : null);
    }

    private static @Nullable Position before(@Nullable String text) {
        try {
            return text == null ? null : Position.parse(text);
        } catch (IllegalArgumentException e) {
            throw RequestFailure.invalid("before", "is not a place that an earlier answer named.");
        }
    }

    private static int offset(Exchange exchange) {
        return exchange.query("offset", 0, 0, Integer.MAX_VALUE);
    }

    private static int limit(Exchange exchange) {
        return exchange.query("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    }
}
