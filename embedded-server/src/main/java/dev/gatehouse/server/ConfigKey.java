package dev.gatehouse.server;

import java.util.List;
import java.util.Locale;

/**
 * One key of the configuration.
 *
 * @param name     as in a HOCON file, such as {@code http.port}
 * @param fallback the value where nobody gave one
 * @param meaning  one line for people
 */
public record ConfigKey(String name, String fallback, String meaning) {

    static final List<ConfigKey> ALL = List.of(
            new ConfigKey("node.id", "", "this node's name; kept in the data folder where none is given"),
            new ConfigKey("http.host", "127.0.0.1", "the address to listen on"),
            new ConfigKey("http.port", "7070", "REST, WebSocket and the console; 0 for any"),
            new ConfigKey("http.allowed-origins", "",
                    "web pages that may call, such as https://ops.example, with commas"),
            new ConfigKey("traffic.port", "7071", "managed traffic; 0 for any, -1 for none"),
            new ConfigKey("traffic.allow", "",
                    "addresses that managed traffic is passed to though they are link-local or this node's own, "
                            + "such as 169.254.7.1 or 127.0.0.1:7070, with commas"),
            new ConfigKey("tls.keystore", "", "a PKCS#12 file; empty for plain HTTP"),
            new ConfigKey("tls.password", "", "the keystore's password"),
            new ConfigKey("tls.truststore", "", "a PKCS#12 file with those who vouch for clients; empty for nobody"),
            new ConfigKey("tls.truststore-password", "", "the truststore's password"),
            new ConfigKey("redis.uri", "", "empty keeps live state in memory"),
            new ConfigKey("redis.prefix", "gh:", "stands before every key and channel"),
            new ConfigKey("redis.pool-size", "32", "connections at most, to each Redis server"),
            new ConfigKey("redis.timeout", "1s", "how long a command to Redis may take"),
            new ConfigKey("kafka.bootstrap", "", "empty keeps the log in SQLite"),
            new ConfigKey("kafka.topics.changes", "gatehouse.changes", "the topic of changes"),
            new ConfigKey("kafka.topics.audit", "gatehouse.audit", "the topic of audit records"),
            new ConfigKey("kafka.topics.access", "gatehouse.access", "the topic of the access log"),
            new ConfigKey("audit.journal-age", "7d",
                    "how long this node keeps its own records after the log and the index have them"),
            new ConfigKey("audit.anchor-every", "10m", "how often this node vouches for the chains of all nodes"),
            new ConfigKey("storage.reserve-mib", "64",
                    "commands are refused while less is free on the data folder's disk; 0 for no limit"),
            new ConfigKey("auth.access-token", "15m", "how long an access token lives"),
            new ConfigKey("auth.refresh-token", "7d", "how long a session can be renewed"),
            new ConfigKey("auth.elsewhere", "allow", "replace, allow or refuse further sockets of a user"),
            new ConfigKey("auth.lock.account-failures", "10", "wrong passwords that shut an account's door"),
            new ConfigKey("auth.lock.ip-failures", "100", "wrong passwords that shut an address's door"),
            new ConfigKey("auth.lock.window", "15m", "how long a wrong password counts"),
            new ConfigKey("auth.lock.for", "15m", "how long such a door stays shut"),
            new ConfigKey("auth.hashing-threads", "0", "threads that hash passwords; 0 for one fewer than cores"),
            new ConfigKey("auth.without-redis.user", "open", "a client's own data while Redis is away: open, "
                    + "reads or closed"),
            new ConfigKey("auth.without-redis.viewer", "open", "what viewers may, while Redis is away"),
            new ConfigKey("auth.without-redis.operator", "open", "what operators may, while Redis is away"),
            new ConfigKey("auth.without-redis.admin", "reads", "what administrators may, while Redis is away"),
            new ConfigKey("auth.key-rotation", "30d", "how long a signing key signs"),
            new ConfigKey("auth.max-sessions", "100",
                    "logins of one user at a time, the oldest goes; 0 for any number"),
            new ConfigKey("auth.lifetime.web.start", "30m", "how long a session of kind web lasts at first"),
            new ConfigKey("auth.lifetime.web.extension", "10m", "what activity adds to a session of kind web"),
            new ConfigKey("auth.lifetime.web.renewals", "3", "how often activity adds to a session of kind web"),
            new ConfigKey("auth.lifetime.web.threshold", "10m", "activity counts once less than this is left"),
            new ConfigKey("auth.lifetime.app.start", "7d", "how long a session of kind app lasts after its renewal"),
            new ConfigKey("auth.lifetime.app.threshold", "6d", "activity counts once less than this is left"),
            new ConfigKey("auth.lifetime.admin.start", "1h",
                    "how long a session of kind admin lasts after its renewal"),
            new ConfigKey("auth.lifetime.admin.renewals", "2", "how often activity renews a session of kind admin"),
            new ConfigKey("auth.lifetime.admin.threshold", "20m", "activity counts once less than this is left"),
            new ConfigKey("auth.off-peak", "00:00-06:00",
                    "when logins start shorter, by the node's clock; empty for never"),
            new ConfigKey("auth.off-peak-share", "0.7", "how much of the usual start a login at that time gets"),
            new ConfigKey("ws.heartbeat", "30s", "how often a client must say that it is there"),
            new ConfigKey("ws.missed", "3", "heartbeats missed before a client counts as gone"),
            new ConfigKey("ws.max-per-user", "5", "sockets of one user on this node"),
            new ConfigKey("ws.max-per-node", "20000", "sockets on this node"),
            new ConfigKey("ws.messages-per-10s", "100", "messages of one user to this node within ten seconds"),
            new ConfigKey("ws.ip-messages-per-10s", "0",
                    "messages from one address to this node within ten seconds; 0 for no limit"),
            new ConfigKey("ws.max-frame-bytes", "16384", "the largest message that a client may send"),
            new ConfigKey("ws.max-queued-bytes", "1048576", "what may wait for a slow reader"),
            new ConfigKey("ws.slow", "close", "close or drop, where more would have to wait"),
            new ConfigKey("ws.compression", "true", "whether permessage-deflate is agreed to"),
            new ConfigKey("ws.history-size", "1000", "messages kept of a room"),
            new ConfigKey("ws.history-age", "1d", "how long a room's messages are kept"),
            new ConfigKey("ws.inbox-size", "1000", "messages kept for a user who is not there"),
            new ConfigKey("ws.inbox-age", "7d", "how long messages wait for a user"),
            new ConfigKey("ws.resume", "5m", "how long a socket that ended can be resumed"),
            new ConfigKey("ws.drain", "10s", "how long a node that is drained takes to send its clients away"),
            new ConfigKey("machine.audience", "gatehouse", "the fleet, as machines name it in what they sign"),
            new ConfigKey("machine.session", "1h", "how long a machine's session lasts"),
            new ConfigKey("audit.keep", "0s",
                    "how long records stay in this node's index, but those of the access log; 0s for ever"),
            new ConfigKey("audit.keep-access", "7d",
                    "how long the access log's records stay in this node's index; 0s for ever"),
            new ConfigKey("audit.keep-bytes", "0",
                    "how much text this node's index holds, in characters, the audit's let go last; 0 for no limit"),
            new ConfigKey("audit.topics", "",
                    "further topics to index, such as orders:json(time=at,actor=user.id);lines:text;frames:binary"),
            new ConfigKey("audit.mask.viewer", "", "what viewers see as ***, such as data.actor.ip, with commas"),
            new ConfigKey("audit.mask.operator", "", "what operators and viewers see as ***"),
            new ConfigKey("jobs.lease", "30s", "how long a node that died has its jobs before another takes them up"),
            new ConfigKey("trace.sample", "0.1",
                    "share of the calls whose trace is kept though they worked, were quick and changed nothing; below 1"
                            + " some 20 a second at most"),
            new ConfigKey("trace.slow", "500ms", "a call that takes as long has its trace kept"),
            new ConfigKey("trace.keep", "1d", "how long traces are kept"),
            new ConfigKey("trace.most", "50000", "traces kept at most; 0 measures nothing"),
            new ConfigKey("trace.otlp", "",
                    "an OpenTelemetry collector, such as http://127.0.0.1:4318; empty for none"),
            new ConfigKey("request.deadline", "3s", "how long a request may take"),
            new ConfigKey("request.limit.per-minute", "0", "calls of one user to this node; 0 for no limit"),
            new ConfigKey("request.limit.login-per-minute", "0",
                    "sign-ins from one address at this node; 0 for no limit"));

    /** The environment variable that sets it. */
    public String variable() {
        return "GATEHOUSE_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
