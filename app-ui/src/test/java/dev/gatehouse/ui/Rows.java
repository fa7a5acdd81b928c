package dev.gatehouse.ui;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.model.api.MessagesExchange;
import dev.gatehouse.model.api.NodesExchange;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.AuditData;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.AuditEvent;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.Lock;
import dev.gatehouse.model.auth.LockKind;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.health.DependencyHealth;
import dev.gatehouse.model.health.DependencyState;
import dev.gatehouse.model.health.Health;
import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.model.health.Stats;
import dev.gatehouse.model.job.Job;
import dev.gatehouse.model.job.JobState;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.Target;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import dev.gatehouse.ui.client.WindowRows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows to fill view models with. */
public final class Rows {

    public static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private Rows() {}

    /** A window that holds {@code rows} and nothing else. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T> WindowRows<T> window(T... rows) {
        return new WindowRows<>(List.of(rows), rows.length, 0, NOON, null);
    }

    public static Session session(String sid, String username) {
        return new Session(sid, "01U" + sid, username, "node-1", "10.0.0.4", ClientKind.WEB, "Firefox", NOON, NOON,
                NOON,
                List.of("lobby"), false);
    }

    public static EndedSession ended(String sid, String username, String by, String reason) {
        return new EndedSession(session(sid, username), NOON, "root".equals(by) ? 4001 : 1000, reason, by);
    }

    /** @param messagesIn so far */
    public static NodesExchange.SocketDetail socket(String sid, long messagesIn) {
        return new NodesExchange.SocketDetail(sid, "node-1", "gatehouse.v1", 0, messagesIn, 7, 9_000, 800, 4,
                List.of(new NodesExchange.Frame(NOON, true, "heartbeat", 20),
                        new NodesExchange.Frame(NOON, false, "pong", 15)));
    }

    public static MessagesExchange.Report report(String msgId, Target to, long accepted, long delivered) {
        return new MessagesExchange.Report(msgId, "01A", "root", to, TextNode.valueOf("Tide at nine"),
                Qos.AT_LEAST_ONCE, NOON, accepted, delivered, 0, 0, 0);
    }

    public static User user(String id, String username, UserState state) {
        return new User(id, username, null, null, Set.of(Role.OPERATOR), state, null, null, NOON, NOON, 1);
    }

    public static Route route(String id, String path) {
        RouteSpec spec = new RouteSpec("GET", "*", path, RoutePermission.PUBLIC, Set.of(),
                List.of("http://127.0.0.1:9000"), null, true, null, RoutePolicies.NONE);
        return new Route(id, spec, NOON, NOON, "alice", 1);
    }

    public static AuditEntry audit(long offset, String action) {
        return audit(offset, action, "user/01B", NOON);
    }

    public static AuditEntry audit(long offset, String action, String resource, Instant at) {
        AuditData data = new AuditData(new Actor("01A", "alice", "10.0.0.4"), action, resource, Outcome.ACCEPTED,
                "spam", Json.LENIENT.createObjectNode().put("state", "active"),
                Json.LENIENT.createObjectNode().put("state", "banned"), null, "node-1", offset, "0", "f");
        return new AuditEntry(new Receipt("gatehouse.audit", 0, offset),
                new AuditEvent("1.0", "e" + action + offset, "/gatehouse/node-1", "gatehouse.user.banned", at, resource,
                        null, "application/json", data));
    }

    public static Job job(String id, JobState state, long total, long done) {
        return job(id, state, total, done, 0);
    }

    /** @param second when it was told of last, after noon */
    public static Job job(String id, JobState state, @Nullable Long total, long done, long second) {
        return new Job(id, "users.import", "users.csv", state, "node-1", "root", total, done, 0, null, true, NOON,
                NOON.plusSeconds(second), null);
    }

    public static Lock lock(LockKind kind, String subject) {
        return new Lock(kind, subject, kind == LockKind.ACCOUNT ? "mallory" : null, 10, NOON,
                NOON.plusSeconds(900));
    }

    public static Stats stats(long second, long online) {
        return new Stats(NOON.plusSeconds(second), online, Map.of("node-1", online, "node-2", online / 2),
                Map.of("web", online), 1, 20, 0, 30, 40, List.of(new Stats.Layer("http", 840, 4200, 100)));
    }

    public static Health health(DependencyState kafka) {
        return new Health("node-1", "1.0.0", NOON, NOON,
                List.of(new DependencyHealth("kafka", kafka, NOON, "127.0.0.1:9092 does not answer.", "open",
                        Map.of("intents", 3L), 0)));
    }

    public static NodeInfo node(String id, boolean live) {
        return new NodeInfo(id, "http://10.0.0.1:7070", "1.0.0", NOON, NOON, 7, live, 12, "node-1".equals(id), false);
    }
}
