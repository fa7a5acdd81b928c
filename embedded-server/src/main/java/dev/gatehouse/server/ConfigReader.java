package dev.gatehouse.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException.BadValue;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValueFactory;
import dev.gatehouse.server.auth.LoginGuard;
import dev.gatehouse.server.auth.WithoutRedis;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.SlowPolicy;
import dev.gatehouse.server.session.Elsewhere;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@link ServerConfig} from its sources and collects every fault on the way. */
final class ConfigReader {

    private static final Pattern NODE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern AUDIENCE = Pattern.compile("[A-Za-z0-9._:/-]{1,100}");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final Pattern HOST_PORT = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\s:,/\\[\\]]+):(\\d{1,5})");
    private static final Pattern ORIGIN = Pattern.compile("https?://[^\\s/,*?#@]+");
    private static final Pattern ADDRESS = Pattern
            .compile(
                    "\\d{1,3}(\\.\\d{1,3}){3}(:\\d{1,5})?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]+|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?");
    private static final Pattern SHARE = Pattern.compile("0|1|[01]\\.0*|0?\\.\\d{1,9}");
    private static final Pattern COLLECTOR = Pattern
            .compile("https?://[A-Za-z0-9._~\\[\\]:-]+(/[A-Za-z0-9._~/-]*)?");
    private static final Set<String> REDIS_SCHEMES = Set.of("redis", "rediss", "redis-sentinel", "redis-cluster");

    private final ServerConfig.Sources sources;

    private enum Truth {
        TRUE,
        FALSE
    }

    private final List<String> faults = new ArrayList<>();

    ConfigReader(ServerConfig.Sources sources) {
        this.sources = sources;
    }

    ServerConfig read() throws ConfigException {
        Config config = merged();
        String nodeId = text(config, "node.id");
        if (!nodeId.isEmpty()) {
            check(NODE_ID.matcher(nodeId).matches(), "node.id", nodeId,
                    "must be 1 to 63 letters, digits, dots, dashes or underscores");
        }
        String host = text(config, "http.host");
        check(!host.isBlank(), "http.host", host, "must be an address or a host name");
        var http = new ServerConfig.Http(host, number(config, "http.port", 0, 65_535),
                number(config, "traffic.port", -1, 65_535), trafficAllow(config));
        var redis = new ServerConfig.Redis(redisUri(config), text(config, "redis.prefix"),
                number(config, "redis.pool-size", 2, 10_000),
                duration(config, "redis.timeout", Duration.ofMillis(50), Duration.ofSeconds(30)));
        var kafka = new ServerConfig.Kafka(bootstrap(config), topic(config, "changes"), topic(config, "audit"),
                topic(config, "access"));
        Duration access = duration(config, "auth.access-token", Duration.ofSeconds(1), Duration.ofDays(1));
        Duration refresh = duration(config, "auth.refresh-token", Duration.ofSeconds(1), Duration.ofDays(365));
        check(refresh.compareTo(access) >= 0, "auth.refresh-token", text(config, "auth.refresh-token"),
                "must not be shorter than auth.access-token");
        var auth = new ServerConfig.Auth(access, refresh,
                named(config, "auth.elsewhere", Elsewhere.values(), "must be replace, allow or refuse"),
                new LoginsReader(this, config).read());
        var ws = new ServerConfig.Ws(
                duration(config, "ws.heartbeat", Duration.ofMillis(100), Duration.ofHours(1)),
                number(config, "ws.missed", 1, 100), number(config, "ws.max-per-user", 1, 1_000_000),
                number(config, "ws.max-per-node", 1, 1_000_000),
                number(config, "ws.messages-per-10s", 1, 1_000_000), sockets(config), delivery(config));
        Duration deadline = duration(config, "request.deadline", Duration.ofMillis(100), Duration.ofMinutes(5));
        ServerConfig.Tls tls = tls(config);
        ServerConfig.Guards guards = guards(config);
        String audience = text(config, "machine.audience");
        check(AUDIENCE.matcher(audience).matches(), "machine.audience", audience,
                "must be 1 to 100 letters, digits, dots, colons, dashes, underscores or slashes");
        var machines = new ServerConfig.Machines(audience,
                duration(config, "machine.session", Duration.ofSeconds(1), Duration.ofDays(1)));
        ServerConfig.Audit audit = new AuditReader(this, config).read(kafka);
        ServerConfig.Traces traces = traces(config);
        var journal = new ServerConfig.Journal(
                duration(config, "audit.journal-age", Duration.ZERO, Duration.ofDays(3650)),
                duration(config, "audit.anchor-every", Duration.ofSeconds(1), Duration.ofDays(1)),
                number(config, "storage.reserve-mib", 0, Integer.MAX_VALUE));
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return new ServerConfig(sources.data().toAbsolutePath().normalize(),
                new ServerConfig.Node(nodeId.isEmpty() ? null : nodeId), http, tls, redis, kafka, auth, ws, deadline,
                guards, machines, traces,
                duration(config, "jobs.lease", Duration.ofMillis(500), Duration.ofMinutes(10)), journal,
                audit);
    }

    private Config merged() {
        Config config = ConfigFactory.empty();
        for (ConfigKey key : ConfigKey.ALL) {
            config = config.withValue(key.name(), ConfigValueFactory.fromAnyRef(key.fallback(), "default"));
        }
        Path file = sources.file();
        if (file != null) {
            config = fromFile(file).withFallback(config);
        }
        for (ConfigKey key : ConfigKey.ALL) {
            String value = sources.environment().get(key.variable());
            if (value != null) {
                config = config.withValue(key.name(), ConfigValueFactory.fromAnyRef(value, key.variable()));
            }
        }
        for (Map.Entry<String, String> override : sources.overrides().entrySet()) {
            if (known(override.getKey(), "--set")) {
                config = config.withValue(override.getKey(),
                        ConfigValueFactory.fromAnyRef(override.getValue(), "--set"));
            }
        }
        return config;
    }

    private Config fromFile(Path file) {
        if (!Files.isReadable(file)) {
            faults.add("The configuration file " + file + " cannot be read.");
            return ConfigFactory.empty();
        }
        try {
            Config read = ConfigFactory.parseFile(file.toFile(),
                    ConfigParseOptions.defaults().setAllowMissing(false)).resolve();
            Config kept = ConfigFactory.empty();
            for (var entry : read.entrySet()) {
                if (known(entry.getKey(), file.toString())) {
                    kept = kept.withValue(entry.getKey(), entry.getValue());
                }
            }
            return kept;
        } catch (com.typesafe.config.ConfigException e) {
            faults.add("The configuration file " + file + " is not valid HOCON: " + e.getMessage());
            return ConfigFactory.empty();
        }
    }

    private boolean known(String name, String where) {
        if (ConfigKey.ALL.stream().anyMatch(key -> key.name().equals(name))) {
            return true;
        }
        Set<String> near = new TreeSet<>();
        String section = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
        ConfigKey.ALL.stream().map(ConfigKey::name).filter(key -> key.startsWith(section + ".")).forEach(near::add);
        faults.add("%s: there is no key %s%s.".formatted(where, name,
                near.isEmpty() ? "" : "; near it are " + String.join(", ", near)));
        return false;
    }

    String text(Config config, String key) {
        try {
            return config.getString(key).strip();
        } catch (com.typesafe.config.ConfigException e) {
            faults.add(key + " must be a text.");
            return "";
        }
    }

    int number(Config config, String key, int least, int most) {
        String value = text(config, key);
        try {
            int number = Integer.parseInt(value);
            check(number >= least && number <= most, key, value, "must be a number from " + least + " to " + most);
            return number;
        } catch (NumberFormatException e) {
            check(false, key, value, "must be a number from " + least + " to " + most);
            return least;
        }
    }

    Duration duration(Config config, String key, Duration least, Duration most) {
        try {
            Duration duration = config.getDuration(key);
            check(duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0, key, text(config, key),
                    "must be from " + words(least) + " to " + words(most));
            return duration;
        } catch (BadValue | com.typesafe.config.ConfigException.WrongType e) {
            check(false, key, text(config, key), "must be a duration such as 30s, 15m or 7d");
            return least;
        }
    }

    private static String words(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private String redisUri(Config config) {
        String uri = text(config, "redis.uri");
        if (uri.isEmpty()) {
            return uri;
        }
        int schemeEnd = uri.indexOf("://");
        boolean sound = schemeEnd > 0 && REDIS_SCHEMES.contains(uri.substring(0, schemeEnd))
                && uri.length() > schemeEnd + 3;
        if (sound && !uri.contains(",")) {
            try {
                sound = URI.create(uri).getHost() != null;
            } catch (IllegalArgumentException e) {
                sound = false;
            }
        }
        check(sound, "redis.uri", uri.replaceAll("//[^@/]*@", "//***@"), "must look like redis://host:6379 "
                + "(or rediss://, redis-sentinel://, redis-cluster://), or be empty to keep live state in memory");
        return uri;
    }

    private String bootstrap(Config config) {
        String bootstrap = text(config, "kafka.bootstrap");
        boolean sound = bootstrap.isEmpty() || Arrays.stream(bootstrap.split(",", -1)).allMatch(address -> {
            var match = HOST_PORT.matcher(address.strip());
            return match.matches() && Integer.parseInt(match.group(2)) <= 65_535;
        });
        check(sound, "kafka.bootstrap", bootstrap,
                "must be host:port, several with commas, or be empty to keep the log in SQLite");
        return bootstrap;
    }

    private String topic(Config config, String name) {
        String key = "kafka.topics." + name;
        String topic = text(config, key);
        check(TOPIC.matcher(topic).matches(), key, topic,
                "must be 1 to 249 letters, digits, dots, dashes or underscores");
        return topic;
    }

    private <E extends Enum<E>> E named(Config config, String key, E[] values, String rule) {
        String value = text(config, key);
        for (E one : values) {
            if (one.name().equalsIgnoreCase(value)) {
                return one;
            }
        }
        check(false, key, value, rule);
        return values[0];
    }

    private ServerConfig.Guards guards(Config config) {
        var locks = new LoginGuard.Limits(number(config, "auth.lock.account-failures", 1, 1_000_000),
                number(config, "auth.lock.ip-failures", 1, 1_000_000),
                duration(config, "auth.lock.window", Duration.ofSeconds(1), Duration.ofDays(1)),
                duration(config, "auth.lock.for", Duration.ofSeconds(1), Duration.ofDays(1)));
        int threads = number(config, "auth.hashing-threads", 0, 1024);
        Map<Access, WithoutRedis> withoutRedis = Map.of(Access.USER, withoutRedis(config, "user"),
                Access.VIEWER, withoutRedis(config, "viewer"), Access.OPERATOR, withoutRedis(config, "operator"),
                Access.ADMIN, withoutRedis(config, "admin"));
        return new ServerConfig.Guards(locks,
                threads == 0 ? Math.max(1, Runtime.getRuntime().availableProcessors() - 1) : threads,
                number(config, "request.limit.per-minute", 0, 1_000_000),
                number(config, "request.limit.login-per-minute", 0, 1_000_000), allowedOrigins(config), withoutRedis);
    }

    private ServerConfig.Traces traces(Config config) {
        return new ServerConfig.Traces(share(config, "trace.sample"),
                duration(config, "trace.slow", Duration.ofMillis(1), Duration.ofMinutes(5)),
                duration(config, "trace.keep", Duration.ofMinutes(1), Duration.ofDays(365)),
                number(config, "trace.most", 0, 10_000_000), collector(config));
    }

    private double share(Config config, String key) {
        String value = text(config, key);
        boolean sound = SHARE.matcher(value).matches();
        check(sound, key, value, "must be a share from 0 to 1, such as 0.1");
        return sound ? Double.parseDouble(value) : 0;
    }

    private @Nullable URI collector(Config config) {
        String address = text(config, "trace.otlp");
        boolean sound = address.isEmpty() || COLLECTOR.matcher(address).matches();
        check(sound, "trace.otlp", address, "must look like http://127.0.0.1:4318, or be empty");
        return sound && !address.isEmpty() ? URI.create(address) : null;
    }

    private ServerConfig.Sockets sockets(Config config) {
        return new ServerConfig.Sockets(number(config, "ws.max-frame-bytes", 1024, 16 << 20),
                number(config, "ws.max-queued-bytes", 1024, 1 << 30),
                named(config, "ws.slow", SlowPolicy.values(), "must be close or drop"),
                number(config, "ws.ip-messages-per-10s", 0, 1_000_000),
                Boolean.parseBoolean(named(config, "ws.compression", Truth.values(), "must be true or false").name()));
    }

    private ServerConfig.Delivery delivery(Config config) {
        return new ServerConfig.Delivery(number(config, "ws.history-size", 0, 1_000_000),
                duration(config, "ws.history-age", Duration.ofSeconds(1), Duration.ofDays(365)),
                number(config, "ws.inbox-size", 1, 1_000_000),
                duration(config, "ws.inbox-age", Duration.ofSeconds(1), Duration.ofDays(365)),
                duration(config, "ws.resume", Duration.ofSeconds(1), Duration.ofDays(1)),
                duration(config, "ws.drain", Duration.ofMillis(100), Duration.ofHours(1)));
    }

    private Set<String> allowedOrigins(Config config) {
        String key = "http.allowed-origins";
        Set<String> origins = new TreeSet<>();
        for (String origin : text(config, key).split(",", -1)) {
            if (!origin.isBlank()) {
                check(ORIGIN.matcher(origin.strip()).matches(), key, origin.strip(),
                        "must be origins such as https://ops.example or http://127.0.0.1:8080, with commas");
                origins.add(origin.strip().toLowerCase(Locale.ROOT));
            }
        }
        return origins;
    }

    private Set<String> trafficAllow(Config config) {
        String key = "traffic.allow";
        Set<String> allowed = new TreeSet<>();
        for (String address : text(config, key).split(",", -1)) {
            if (!address.isBlank()) {
                check(ADDRESS.matcher(address.strip()).matches(), key, address.strip(),
                        "must be addresses such as 169.254.7.1, fe80:0:0:0:0:0:0:1 or 127.0.0.1:7070, with commas");
                allowed.add(address.strip().toLowerCase(Locale.ROOT));
            }
        }
        return allowed;
    }

    private WithoutRedis withoutRedis(Config config, String level) {
        String key = "auth.without-redis." + level;
        return named(config, key, WithoutRedis.values(), "must be open, reads or closed");
    }

    private ServerConfig.@Nullable Tls tls(Config config) {
        Path keystore = store(config, "tls.keystore");
        Path truststore = store(config, "tls.truststore");
        if (keystore == null) {
            check(truststore == null, "tls.truststore", String.valueOf(truststore), "needs tls.keystore beside it");
            return null;
        }
        return new ServerConfig.Tls(keystore, text(config, "tls.password"), truststore,
                text(config, "tls.truststore-password"));
    }

    private @Nullable Path store(Config config, String key) {
        String file = text(config, key);
        if (file.isEmpty()) {
            return null;
        }
        check(Files.isReadable(Path.of(file)), key, file, "must be a PKCS#12 file that can be read");
        return Path.of(file);
    }

    void check(boolean sound, String key, String value, String rule) {
        if (!sound) {
            faults.add("%s is \"%s\": it %s.".formatted(key, value, rule));
        }
    }
}
