package dev.gatehouse.server.session;

import dev.gatehouse.model.api.Enforcement;
import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.bus.Questions;
import dev.gatehouse.server.call.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions wherever they are: an order goes over the bus to the nodes that hold them, each acts on it and says so.
 * Who gave the order waits for the answers for at most a second.
 */
public final class SessionOrders {

    private static final Logger LOG = LoggerFactory.getLogger(SessionOrders.class);
    /** What the orders are on the bus. */
    static final String KIND = "session.end";

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int BATCH = 1000;

    private final SessionService service;
    private final PresenceIndex index;
    private final NodeRegistry registry;
    private final Questions<Order, Done> orders;

    /**
     * What a node is told to do.
     *
     * @param tokenSessions ends the sockets of these sessions of tokens
     * @param sockets       ends the sockets with these very ids
     * @param user          ends all sockets of this user
     */
    record Order(List<String> tokenSessions, List<String> sockets, @Nullable String user, Cause cause) {}

    /** What the clients are told of it. */
    record Cause(CloseCode code, String reason, String by) {}

    /** @param met how many sockets the node held that were meant */
    record Done(int met) {}

    /** Begins to take orders from the bus. */
    public SessionOrders(SessionService service, PresenceIndex index, NodeRegistry registry, Bus bus) {
        this.service = service;
        this.index = index;
        this.registry = registry;
        orders = new Questions<>(bus, KIND, Order.class, Done.class, this::obey);
    }

    /** The session of tokens that a session's client signed in with. */
    public static String tokenSession(String sid) {
        return LocalSession.tokenSession(sid);
    }

    /**
     * Ends sessions, with every other socket of the same tokens.
     *
     * @return how far each node that holds some has come
     */
    public List<Enforcement> end(Collection<Session> sessions, CloseCode code, String reason, String by) {
        Map<String, Set<String>> byNode = new TreeMap<>();
        Set<String> tokens = tokenSessions(sessions);
        Set<String> users = sessions.stream().map(Session::user).collect(Collectors.toSet());
        for (String user : users) {
            for (Session session : index.ofUser(user)) {
                add(byNode, session, tokens);
            }
        }
        sessions.forEach(session -> add(byNode, session, tokens));
        Map<String, List<Order>> byNodeOrders = new TreeMap<>();
        byNode.forEach((node, ids) -> byNodeOrders.put(node, orders(List.copyOf(ids), new Cause(code, reason, by))));
        return enforce(byNodeOrders);
    }

    private static void add(Map<String, Set<String>> byNode, Session session, Set<String> tokens) {
        String token = tokenSession(session.sid());
        if (tokens.contains(token)) {
            byNode.computeIfAbsent(session.node(), _ -> new TreeSet<>()).add(token);
        }
    }

    /** Ends the session with this id, wherever it is; every node is asked, so nothing need be known of it. */
    public List<Enforcement> endSession(String sid, CloseCode code, String reason, String by) {
        return everywhere(new Order(List.of(tokenSession(sid)), List.of(), null, new Cause(code, reason, by)));
    }

    /** Ends all sessions of a user; every node is asked, so nothing need be known of them. */
    public List<Enforcement> endAllOfUser(String userId, CloseCode code, String reason, String by) {
        return everywhere(new Order(List.of(), List.of(), userId, new Cause(code, reason, by)));
    }

    /** Ends the sockets that a user had before this one, on all nodes, and does not wait for it. */
    public void endOlder(Session newest) {
        Comparator<Session> byAge = Comparator.comparing(Session::connectedAt).thenComparing(Session::sid);
        Map<String, List<String>> older = new TreeMap<>();
        for (Session session : index.ofUser(newest.user())) {
            if (byAge.compare(session, newest) < 0) {
                older.computeIfAbsent(session.node(), _ -> new ArrayList<>()).add(session.sid());
            }
        }
        CloseCode code = CloseCode.REPLACED;
        older.forEach((node, sids) -> orders.tell(node,
                new Order(List.of(), sids, null, new Cause(code, code.phrase(), newest.username()))));
    }

    private List<Enforcement> everywhere(Order order) {
        Map<String, List<Order>> wanted = new TreeMap<>();
        registry.nodes().forEach(node -> wanted.put(node.id(), List.of(order)));
        index.nodes().forEach(node -> wanted.put(node, List.of(order)));
        return enforce(wanted);
    }

    private static List<Order> orders(List<String> ids, Cause cause) {
        List<Order> orders = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += BATCH) {
            orders.add(new Order(ids.subList(from, Math.min(from + BATCH, ids.size())), List.of(), null, cause));
        }
        return orders;
    }

    private List<Enforcement> enforce(Map<String, List<Order>> wanted) {
        Map<String, List<Questions<Order, Done>.Asked>> given = new TreeMap<>();
        try {
            wanted.forEach((node, ofNode) -> {
                List<Questions<Order, Done>.Asked> asked = new ArrayList<>();
                given.put(node, asked);
                ofNode.forEach(order -> asked.add(orders.ask(node, order)));
            });
            long until = System.nanoTime() + Deadline.budget(PATIENCE).toNanos();
            List<Enforcement> enforcement = new ArrayList<>();
            given.forEach((node, asked) -> {
                boolean live = registry.live(node);
                boolean done = asked.stream().allMatch(
                        order -> order.await(Duration.ofNanos(live ? until - System.nanoTime() : 0)) != null);
                enforcement.add(new Enforcement(node, done
                        ? Enforcement.ENFORCED
                        : live && registry.ageMillis() == 0 ? Enforcement.PENDING : Enforcement.UNREACHABLE,
                        done ? 0 : registry.silentMillis(node)));
            });
            return enforcement;
        } finally {
            given.values().forEach(asked -> asked.forEach(Questions.Asked::close));
        }
    }

    private Done obey(Order order) {
        Set<String> tokens = new HashSet<>(order.tokenSessions);
        Set<String> sockets = new HashSet<>(order.sockets);
        Cause cause = order.cause;
        int met = service.end(session -> session.user().equals(order.user) || sockets.contains(session.sid())
                || tokens.contains(tokenSession(session.sid())), cause.code, cause.reason, cause.by);
        LOG.info("{} sessions ended at the word of {}: {}", met, cause.by, cause.reason);
        return new Done(met);
    }

    /** The ids of the tokens' sessions that these sessions' clients signed in with. */
    static Set<String> tokenSessions(Collection<Session> sessions) {
        return sessions.stream().map(session -> tokenSession(session.sid())).collect(Collectors.toSet());
    }
}
