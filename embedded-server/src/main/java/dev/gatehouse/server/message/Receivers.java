package dev.gatehouse.server.message;

import dev.gatehouse.model.api.MessagesExchange.Preview;
import dev.gatehouse.model.message.Target;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.message.MessageService.Fleet;
import dev.gatehouse.server.session.SessionService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whom a target means, as far as this node knows. */
final class Receivers {

    private final Fleet fleet;
    private final Supplier<Set<String>> liveNodes;

    /**
     * A target that makes sense.
     *
     * @param resource as the audit names it
     */
    record Reach(Target target, Kind kind, String resource, @Nullable String user, List<String> sids) {}

    /** What a target names. */
    enum Kind {
        ALL,
        ROOM,
        NODE,
        USER,
        SESSIONS
    }

    Receivers(Fleet fleet, Supplier<Set<String>> liveNodes) {
        this.fleet = fleet;
        this.liveNodes = liveNodes;
    }

    /** The nodes that are live. */
    Set<String> nodes() {
        Set<String> nodes = new HashSet<>(liveNodes.get());
        nodes.addAll(fleet.index().nodes());
        return nodes;
    }

    /**
     * Checks a target.
     *
     * @throws RequestFailure {@code invalid} where it makes no sense, {@code not-found} where it names nobody
     */
    Reach reach(@Nullable Target to) {
        if (to == null || fields(to) != 1 || Boolean.FALSE.equals(to.all())) {
            throw RequestFailure.invalid("to",
                    "Say to whom by exactly one of all (true), room, node, user, session and sessions.");
        }
        if (to.all() != null) {
            return new Reach(to, Kind.ALL, "fleet", null, List.of());
        }
        if (to.room() != null) {
            if (!SessionService.isRoom(to.room())) {
                throw RequestFailure.invalid("to.room", SessionService.ROOM_RULE);
            }
            return new Reach(to, Kind.ROOM, "room/" + to.room(), null, List.of());
        }
        if (to.node() != null) {
            if (!nodes().contains(to.node())) {
                throw RequestFailure.notFound("to.node", "No node with the id " + to.node() + " is known.");
            }
            return new Reach(to, Kind.NODE, "node/" + to.node(), null, List.of());
        }
        return to.user() != null ? user(to, to.user()) : sessions(to);
    }

    private Reach user(Target to, String name) {
        String id = fleet.users().apply(name);
        if (id == null) {
            throw RequestFailure.notFound("to.user", "No user has the id or name " + name + ".");
        }
        return new Reach(to, Kind.USER, "user/" + id, id, List.of());
    }

    private Reach sessions(Target to) {
        if (to.session() != null) {
            if (fleet.index().find(to.session()) == null) {
                throw RequestFailure.notFound("to.session",
                        "No session with the id " + to.session() + " is online.");
            }
            return new Reach(to, Kind.SESSIONS, "session/" + to.session(), null, List.of(to.session()));
        }
        List<String> sids = Objects.requireNonNullElse(to.sessions(), List.of());
        if (sids.isEmpty() || sids.size() > Target.MOST_SESSIONS) {
            throw RequestFailure.invalid("to.sessions", "Name 1 to " + Target.MOST_SESSIONS + " sessions.");
        }
        return new Reach(to, Kind.SESSIONS, "sessions", null, sids);
    }

    private static long fields(Target to) {
        Object[] fields = {to.all(), to.room(), to.node(), to.user(), to.session(), to.sessions()};
        return Arrays.stream(fields).filter(Objects::nonNull).count();
    }

    /** The sessions online that a target means. */
    Collection<Session> sessions(Reach reach) {
        return switch (reach.kind) {
            case ALL -> fleet.index().all();
            case ROOM -> fleet.index().all().stream()
                    .filter(session -> session.rooms().contains(reach.target.room())).toList();
            case NODE -> fleet.index().ofNode(String.valueOf(reach.target.node()));
            case USER -> fleet.index().ofUser(String.valueOf(reach.user));
            case SESSIONS -> named(reach.sids);
        };
    }

    private List<Session> named(List<String> sids) {
        List<Session> found = new ArrayList<>();
        for (String sid : new HashSet<>(sids)) {
            Session session = fleet.index().find(sid);
            if (session != null) {
                found.add(session);
            }
        }
        return found;
    }

    /** Whom a message would reach. */
    Preview preview(@Nullable Target to) {
        Reach reach = reach(to);
        Map<String, Long> byNode = new HashMap<>();
        Set<String> users = new HashSet<>();
        long sockets = 0;
        for (Session session : sessions(reach)) {
            sockets++;
            users.add(session.user());
            byNode.merge(session.node(), 1L, Long::sum);
        }
        return new Preview(sockets, users.size(), byNode, reach.kind == Kind.USER && sockets == 0 ? 1 : 0);
    }
}
