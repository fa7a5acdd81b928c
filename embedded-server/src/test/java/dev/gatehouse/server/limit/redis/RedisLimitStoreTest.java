package dev.gatehouse.server.limit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RoutePolicies.LimitKey;
import dev.gatehouse.model.route.RoutePolicies.LimitKind;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.server.fixture.ClusterConnection;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.limit.LimitStore;
import dev.gatehouse.server.limit.LimitStoreContract;
import dev.gatehouse.server.limit.RouteLimits;
import dev.gatehouse.server.limit.memory.MemoryLimitStore;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a real server in cluster mode, which refuses whatever spans slots. */
class RedisLimitStoreTest extends LimitStoreContract {

    @RegisterExtension
    private static final ClusterConnection REDIS = new ClusterConnection();

    private static PooledRedisConnection connect(RedisFixture server) {
        return new PooledRedisConnection(RedisAddress.parse(server.uri()), "gh:", Clock.systemUTC(), _ -> {});
    }

    @Override
    protected LimitStore open() {
        return new RedisLimitStore(REDIS.get());
    }

    @Test
    void everyKeyHasALifetime() {
        String route = UUID.randomUUID().toString();
        for (LimitKind kind : LimitKind.values()) {
            RateLimit limit = new RateLimit(kind, LimitKey.ROUTE, 5, 60_000);
            open().take(new LimitStore.Subject(route, "route"), List.of(limit));
            String key = "gh:limit:{" + route + ":route}:" + LimitStore.name(limit);
            assertThat(REDIS.ttlMillis(key)).as(key).isBetween(1L, 120_001L);
        }
        assertThat(REDIS.get().<Long>call(commands -> commands.ttl("gh:limits:{" + route + "}")))
                .isBetween(1L, 259_200L);
    }

    @Test
    void whileRedisIsAwayEachNodeCountsForItself() {
        Route route = new Route("01ROUTE", new RouteSpec("*", "*", "/a", RoutePermission.PUBLIC, Set.of(),
                List.of("http://127.0.0.1:9"), null, true, null,
                new RoutePolicies(null, null, null, null,
                        List.of(new RateLimit(LimitKind.FIXED_WINDOW, LimitKey.ROUTE, 10, 86_400_000)), null, null)),
                Instant.EPOCH, Instant.EPOCH, "root", 1);
        RedisFixture mortal = RedisFixture.start();
        List<PooledRedisConnection> connections = new ArrayList<>();
        List<RouteLimits> nodes = new ArrayList<>();
        for (int node = 0; node < 3; node++) {
            connections.add(connect(mortal));
            nodes.add(new RouteLimits(new RedisLimitStore(connections.getLast()),
                    new MemoryLimitStore(Clock.systemUTC())));
        }
        try {
            assertThat(letThrough(nodes, route)).isEqualTo(10);
            assertThat(nodes.getLast().used(route, 5).shared()).isTrue();
            assertThat(nodes.getLast().used(route, 5).busiest()).singleElement()
                    .extracting(usage -> usage.tally().used()).isEqualTo(10L);
            mortal.kill();
            assertThat(letThrough(nodes, route)).as("each node's own limit").isEqualTo(30);
            assertThat(nodes.getLast().used(route, 5).shared()).isFalse();
        } finally {
            connections.forEach(PooledRedisConnection::close);
            mortal.close();
        }
    }

    private static int letThrough(List<RouteLimits> nodes, Route route) {
        int through = 0;
        for (int at = 0; at < 60; at++) {
            through += nodes.get(at % nodes.size()).ask(route, "10.0.0." + at, null).allowed() ? 1 : 0;
        }
        return through;
    }
}
