package dev.gatehouse.server.message.redis;

import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.bus.redis.RedisBus;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.message.Announcement;
import dev.gatehouse.server.message.MessageStore;
import dev.gatehouse.server.message.MessageStoreContract;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract on a real Redis; what is announced is heard by a bus of its own. */
abstract class RedisMessageStoreContract extends MessageStoreContract {

    private final List<Announcement> announced = new CopyOnWriteArrayList<>();
    private PooledRedisConnection connection;
    private RedisBus bus;

    abstract RedisFixture server();

    abstract String uri();

    PooledRedisConnection connection() {
        return connection;
    }

    @BeforeEach
    void connect() {
        server().flush();
        connection = new PooledRedisConnection(RedisAddress.parse(uri()), "gh:", Clock.systemUTC(), _ -> {});
        bus = new RedisBus(connection, "n1");
        bus.on(Announcement.KIND,
                message -> announced.add(Json.LENIENT.convertValue(message.body(), Announcement.class)));
        await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20))
                .until(() -> server().ask("PUBSUB NUMSUB gh:bus").endsWith(":1\r\n"));
    }

    @AfterEach
    void disconnect() {
        bus.close();
        connection.close();
    }

    @Override
    protected MessageStore open(MessageStore.Limits limits) {
        return new RedisMessageStore(connection, "n1", limits);
    }

    @Override
    protected List<Announcement> announced() {
        return announced;
    }
}
