package dev.gatehouse.server.job.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.job.JobInputGoneException;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables in a real Redis. */
class RedisJobInputsTest {

    private static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String TABLE = "username,password\n" + "ann,open sesame\n".repeat(40_000);

    @TempDir
    private Path folder;

    private RedisFixture server;
    private PooledRedisConnection redis;
    private RedisJobInputs inputs;
    private Path table;

    @BeforeEach
    void start() throws IOException {
        server = RedisFixture.start();
        redis = new PooledRedisConnection(RedisAddress.parse(server.uri()), "gh:", Clock.systemUTC(), nanos -> {});
        inputs = new RedisJobInputs(redis);
        table = Files.writeString(folder.resolve("table"), TABLE);
        inputs.publish("j1", table, SECRET);
    }

    @AfterEach
    void stop() {
        redis.close();
        server.close();
    }

    private byte[] piece(int number) {
        return redis.call(jedis -> jedis.get(("gh:job:{j1}:input:" + number).getBytes(StandardCharsets.UTF_8)));
    }

    private void put(int number, byte[] value) {
        redis.call(jedis -> jedis.set(("gh:job:{j1}:input:" + number).getBytes(StandardCharsets.UTF_8), value));
    }

    private void assertGone(String secret) {
        assertThatThrownBy(() -> inputs.fetch("j1", folder.resolve("fetched"), secret))
                .isInstanceOf(JobInputGoneException.class);
    }

    @Test
    void tableLiesSealedAndComesBackAsItWas() throws IOException {
        inputs.fetch("j1", folder.resolve("fetched"), SECRET);

        assertThat(Files.readString(folder.resolve("fetched"))).isEqualTo(TABLE);
        for (int i = 0; i < 3; i++) {
            assertThat(new String(piece(i), StandardCharsets.ISO_8859_1)).doesNotContain("sesame");
        }
        byte[] other = new byte[32];
        other[0] = 1;
        assertGone(Base64.getEncoder().encodeToString(other));
    }

    @Test
    void tableThatIsNotWholeIsNone() {
        byte[] first = piece(0);
        byte[] second = piece(1);
        put(0, second);
        put(1, first);
        assertGone(SECRET);
        put(0, first);
        put(1, second);
        String last = "gh:job:{j1}:input:2";
        assertThat(redis.<Long>call(jedis -> jedis.del(last))).isOne();
        assertGone(SECRET);
    }

    @Test
    void whatWasPublishedInPartIsForgottenAsWell() {
        assertThat(redis.<Long>call(jedis -> jedis.del("gh:job:{j1}:input:1"))).isOne();

        inputs.forget("j1");

        assertThat(redis.<Long>call(jedis -> jedis.dbSize())).isZero();
        assertGone(SECRET);
    }
}
