package dev.gatehouse.server;

import dev.gatehouse.server.audit.AuditMasks;
import dev.gatehouse.server.audit.AuditRetention;
import dev.gatehouse.server.audit.TopicReader;
import dev.gatehouse.server.auth.LoginGuard;
import dev.gatehouse.server.auth.WithoutRedis;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.auth.LifetimePolicies;
import dev.gatehouse.server.session.Elsewhere;
import dev.gatehouse.server.http.SlowPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that decides how a node runs. Checked as a whole when it is made; it does not change afterwards.
 *
 * @param data     the folder of this node's own files; one node at a time
 * @param node     how the node presents itself
 * @param http     where it listens
 * @param tls      with what it proves itself; absent for plain HTTP
 * @param redis    the live state
 * @param kafka    the log
 * @param auth     tokens
 * @param ws       clients of the fleet
 * @param deadline how long a request may take
 * @param guards   what keeps callers from doing harm
 * @param machines services that call
 * @param traces   what is measured and kept
 * @param jobsLease how long a node has a job without renewing it
 * @param journal  how the audit is kept whole
 * @param audit    what is indexed and who may see it
 */
public record ServerConfig(Path data, Node node, Http http, @Nullable Tls tls, Redis redis, Kafka kafka, Auth auth,
        Ws ws, Duration deadline, Guards guards, Machines machines, Traces traces, Duration jobsLease,
        Journal journal, Audit audit) {

    /** @param id absent where the node keeps one of its own in the data folder */
    public record Node(@Nullable String id) {}

    /**
     * Addresses to listen on.
     *
     * @param port        0 for any that is free
     * @param trafficPort 0 for any that is free, -1 for none
     * @param trafficAllow addresses, with a port or without, that managed traffic is passed to though they are
     *                    link-local or this node's own
     */
    public record Http(String host, int port, int trafficPort, Set<String> trafficAllow) {

        public Http {
            trafficAllow = Set.copyOf(trafficAllow);
        }
    }

    /**
     * TLS.
     *
     * @param keystore   PKCS#12 with the node's key and certificate
     * @param truststore PKCS#12 with the certificates by which clients may prove themselves; absent where none may
     */
    public record Tls(Path keystore, String password, @Nullable Path truststore, String truststorePassword) {

        @Override
        public String toString() {
            return "Tls[keystore=" + keystore + ", truststore=" + truststore + "]";
        }
    }

    /**
     * The live state.
     *
     * @param uri      {@code redis://}, {@code rediss://}, {@code redis-sentinel://} or {@code redis-cluster://}; empty
     *               keeps it in memory
     * @param prefix   stands before every key and channel
     * @param poolSize connections at most, to each server
     * @param timeout  how long a command may take
     */
    public record Redis(String uri, String prefix, int poolSize, Duration timeout) {

        /** Whether there is a Redis at all. */
        public boolean configured() {
            return !uri.isEmpty();
        }

        @Override
        public String toString() {
            return "Redis[uri=" + uri.replaceAll("//[^@/]*@", "//***@") + ", prefix=" + prefix + "]";
        }
    }

    /**
     * The log.
     *
     * @param bootstrap {@code host:port}, several with commas; empty keeps the log in SQLite
     */
    public record Kafka(String bootstrap, String changesTopic, String auditTopic, String accessTopic) {

        /** Whether there is a Kafka at all. */
        public boolean configured() {
            return !bootstrap.isEmpty();
        }
    }

    /**
     * Tokens.
     *
     * @param accessToken  how long an access token lives
     * @param refreshToken how long a session can be renewed
     * @param elsewhere    what becomes of a user's other sockets when one more connects
     * @param logins       sessions and the keys that sign for them
     */
    public record Auth(Duration accessToken, Duration refreshToken, Elsewhere elsewhere, Logins logins) {}

    /**
     * Sessions and the keys that sign for them.
     *
     * @param lifetimes   how long sessions of each kind last
     * @param mostPerUser sessions of one user at a time; 0 for any number
     * @param keyRotation how long a key signs
     */
    public record Logins(LifetimePolicies lifetimes, int mostPerUser, Duration keyRotation) {}

    /**
     * Clients of the fleet.
     *
     * @param heartbeat      how often a client must say that it is there
     * @param missed         how many heartbeats may be missed before it counts as gone
     * @param messagesPer10s messages of one user to this node within any ten seconds
     * @param sockets        what one socket may cost
     * @param delivery       what is kept for clients
     */
    public record Ws(Duration heartbeat, int missed, int maxPerUser, int maxPerNode, int messagesPer10s,
            Sockets sockets, Delivery delivery) {}

    /**
     * What one socket may cost.
     *
     * @param maxFrameBytes    the largest message that is understood
     * @param maxQueuedBytes   what may wait for a slow reader
     * @param slow             what happens to a reader for whom more would have to wait
     * @param ipMessagesPer10s messages from one address to this node within any ten seconds; 0 for no limit
     * @param compression      whether permessage-deflate is agreed to
     */
    public record Sockets(int maxFrameBytes, int maxQueuedBytes, SlowPolicy slow, int ipMessagesPer10s,
            boolean compression) {}

    /**
     * What is kept for clients.
     *
     * @param historySize messages of a room
     * @param historyAge  how long they are kept
     * @param inboxSize   messages for a user who is not there
     * @param inboxAge    how long they are kept
     * @param resume      how long a socket that ended can be resumed
     * @param drain       how long a node that is drained takes to send its clients away
     */
    public record Delivery(int historySize, Duration historyAge, int inboxSize, Duration inboxAge, Duration resume,
            Duration drain) {}

    /**
     * What keeps callers from doing harm.
     *
     * @param hashingThreads how many passwords are hashed at a time
     * @param perMinute      calls of one user to this node; 0 for no limit
     * @param loginPerMinute sign-ins from one address at this node; 0 for no limit
     * @param allowedOrigins web pages of other servers that may call, such as {@code https://ops.example}
     * @param withoutRedis   what each level may do while Redis, which is configured, is away
     */
    public record Guards(LoginGuard.Limits locks, int hashingThreads, int perMinute, int loginPerMinute,
            Set<String> allowedOrigins, Map<Access, WithoutRedis> withoutRedis) {

        public Guards {
            allowedOrigins = Set.copyOf(allowedOrigins);
            withoutRedis = Map.copyOf(withoutRedis);
        }
    }

    /**
     * Services that call.
     *
     * @param audience the fleet, as machines name it in what they sign; the same on every node
     * @param session  how long a machine's session lasts
     */
    public record Machines(String audience, Duration session) {}

    /**
     * The audit's index.
     *
     * @param limits what the index keeps
     * @param topics further topics, and how their records are read
     * @param masks  what is hidden from whom
     */
    public record Audit(AuditRetention.Limits limits, Map<String, TopicReader> topics, AuditMasks masks) {

        public Audit {
            topics = Map.copyOf(topics);
        }
    }

    /**
     * What is measured and kept of calls.
     *
     * @param sample share of the calls that nothing speaks for, from 0 to 1
     * @param slow   a call that takes as long is kept
     * @param keep   how long a trace is kept
     * @param most   traces kept; 0 where nothing is measured
     * @param otlp   a collector; absent for none
     */
    public record Traces(double sample, Duration slow, Duration keep, int most, @Nullable URI otlp) {}

    /**
     * How the audit is kept whole.
     *
     * @param age         how long a record stays in the journal after the log and the index have it
     * @param anchorEvery how often this node vouches for the chains of all nodes
     * @param reserveMib  how much of the disk is kept for the records of what has begun; 0 for nothing
     */
    public record Journal(Duration age, Duration anchorEvery, int reserveMib) {}

    /**
     * Where the values come from; what stands later here goes before what stands earlier.
     *
     * @param data        the folder for the node's files
     * @param file        a HOCON file; absent for none
     * @param environment variables {@code GATEHOUSE_<KEY>}, dots and dashes as underscores
     * @param overrides   {@code key=value} from the command line
     */
    public record Sources(Path data, @Nullable Path file, Map<String, String> environment,
            Map<String, String> overrides) {

        public Sources {
            environment = Map.copyOf(environment);
            overrides = Map.copyOf(overrides);
        }

        /** Only the defaults, with ports chosen by the system. */
        public static Sources defaults(Path data) {
            return new Sources(data, null, Map.of(), Map.of());
        }
    }

    /**
     * Reads and checks a configuration.
     *
     * @throws ConfigException naming every fault at once
     */
    public static ServerConfig load(Sources sources) throws ConfigException {
        return new ConfigReader(sources).read();
    }

    /** Every key with its default, for Settings and for the documentation. */
    public static List<ConfigKey> keys() {
        return ConfigKey.ALL;
    }
}
