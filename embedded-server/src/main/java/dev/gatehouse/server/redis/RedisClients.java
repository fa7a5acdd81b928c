package dev.gatehouse.server.redis;

import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.Work;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.providers.SentineledConnectionProvider;
import redis.clients.jedis.util.Pool;

/** Opens the client that fits an address; every connection that it lends waits no longer than the current call may. */
final class RedisClients {

    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);

    private RedisClients() {}

    /** A client and the pools it lends from. */
    record Opened(UnifiedJedis client, ConnectionProvider provider) implements AutoCloseable {

        /** Drops the connections that nobody uses now: after an outage they are dead. */
        void dropIdle() {
            for (Object pool : provider.getConnectionMap().values()) {
                if (pool instanceof Pool<?> connections) {
                    connections.clear();
                }
            }
        }

        /** How many connections are lent now. */
        long inUse() {
            long inUse = 0;
            for (Object pool : provider.getConnectionMap().values()) {
                inUse += pool instanceof Pool<?> connections ? connections.getNumActive() : 0;
            }
            return inUse;
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /**
     * Opens a client. For one server nothing is asked yet; sentinels and clusters are asked for their masters.
     *
     * @throws redis.clients.jedis.exceptions.JedisException where none of those answers
     */
    static Opened open(RedisAddress address, RedisLimits limits) {
        JedisClientConfig config = config(address, limits, true);
        Set<HostAndPort> hosts = address.hosts().stream().map(host -> new HostAndPort(host.name(), host.port()))
                .collect(Collectors.toUnmodifiableSet());
        return switch (address.form()) {
            case SINGLE -> {
                var provider = new Single(hosts.iterator().next(), config, limits);
                yield new Opened(RedisClient.builder().clientConfig(config).connectionProvider(provider).build(),
                        provider);
            }
            case SENTINEL -> {
                var provider = new Sentinels(String.valueOf(address.master()), config, hosts,
                        config(address, limits, false),
                        limits);
                yield new Opened(
                        RedisSentinelClient.builder().masterName(String.valueOf(address.master())).sentinels(hosts)
                                .clientConfig(config).connectionProvider(provider).build(),
                        provider);
            }
            case CLUSTER -> {
                var provider = new Cluster(hosts, config, limits);
                yield new Opened(RedisClusterClient.builder().nodes(hosts).clientConfig(config).maxAttempts(3)
                        .maxTotalRetriesDuration(limits.timeout()).connectionProvider(provider).build(), provider);
            }
        };
    }

    private static JedisClientConfig config(RedisAddress address, RedisLimits limits, boolean signIn) {
        var config = DefaultJedisClientConfig.builder().resp2().clientName("gatehouse")
                .connectionTimeoutMillis((int) CONNECT_TIMEOUT.toMillis())
                .socketTimeoutMillis((int) limits.timeout().toMillis());
        if (address.tls()) {
            config.sslOptions(SslOptions.defaults());
        }
        if (signIn) {
            config.database(address.database());
            if (address.user() != null) {
                config.user(address.user());
            }
            if (address.password() != null) {
                config.password(address.password());
            }
        }
        return config.build();
    }

    private static ConnectionPoolConfig pool(RedisLimits limits) {
        var pool = new ConnectionPoolConfig();
        pool.setMaxTotal(limits.connections());
        pool.setMaxIdle(limits.connections());
        pool.setMaxWait(CONNECT_TIMEOUT);
        pool.setJmxEnabled(false);
        return pool;
    }

    private static Connection inTime(Connection connection, RedisLimits limits) {
        try {
            connection.setSoTimeout((int) Math.max(1, Deadline.budget(limits.timeout()).toMillis()));
            return connection;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Notes what is asked, for whoever measures the call. */
    private static Connection asked(CommandArguments arguments, Connection connection) {
        if (Work.isMeasured()) {
            Work.note("command", new String(arguments.getCommand().getRaw(), StandardCharsets.US_ASCII));
        }
        return connection;
    }

    private static final class Single extends PooledConnectionProvider {

        private final RedisLimits limits;

        Single(HostAndPort host, JedisClientConfig config, RedisLimits limits) {
            super(host, config, pool(limits));
            this.limits = limits;
        }

        @Override
        public Connection getConnection() {
            return inTime(super.getConnection(), limits);
        }

        @Override
        public Connection getConnection(CommandArguments arguments) {
            return asked(arguments, inTime(super.getConnection(arguments), limits));
        }
    }

    private static final class Sentinels extends SentineledConnectionProvider {

        private final RedisLimits limits;

        Sentinels(String master, JedisClientConfig config, Set<HostAndPort> hosts, JedisClientConfig sentinelConfig,
                RedisLimits limits) {
            super(master, config, pool(limits), hosts, sentinelConfig);
            this.limits = limits;
        }

        @Override
        public Connection getConnection() {
            return inTime(super.getConnection(), limits);
        }

        @Override
        public Connection getConnection(CommandArguments arguments) {
            return asked(arguments, inTime(super.getConnection(arguments), limits));
        }
    }

    private static final class Cluster extends ClusterConnectionProvider {

        private final RedisLimits limits;

        Cluster(Set<HostAndPort> hosts, JedisClientConfig config, RedisLimits limits) {
            super(hosts, config, pool(limits));
            this.limits = limits;
        }

        @Override
        public Connection getConnection() {
            return inTime(super.getConnection(), limits);
        }

        @Override
        public Connection getConnection(HostAndPort host) {
            return inTime(super.getConnection(host), limits);
        }

        @Override
        public @Nullable Connection getConnection(CommandArguments arguments) {
            Connection connection = super.getConnection(arguments);
            return connection == null ? null : asked(arguments, inTime(connection, limits));
        }
    }
}
