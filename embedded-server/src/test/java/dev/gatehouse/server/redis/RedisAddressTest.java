package dev.gatehouse.server.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.redis.RedisAddress.Form;
import dev.gatehouse.server.redis.RedisAddress.Host;
import org.junit.jupiter.api.Test;

class RedisAddressTest {

    @Test
    void oneServerWithCredentialsAndDatabase() {
        RedisAddress address = RedisAddress.parse("rediss://ops:p%40ss+word@cache.example:6380/3");

        assertThat(address.form()).isEqualTo(Form.SINGLE);
        assertThat(address.tls()).isTrue();
        assertThat(address.hosts()).containsExactly(new Host("cache.example", 6380));
        assertThat(address.user()).isEqualTo("ops");
        assertThat(address.password()).isEqualTo("p@ss+word");
        assertThat(address.database()).isEqualTo(3);
    }

    @Test
    void passwordAloneNeedsNoUser() {
        assertThat(RedisAddress.parse("redis://:secret@localhost").user()).isNull();
        assertThat(RedisAddress.parse("redis://:secret@localhost").password()).isEqualTo("secret");
    }

    @Test
    void sentinelsNameTheirMaster() {
        RedisAddress address = RedisAddress.parse("redis-sentinel://:secret@a:26380,b/main/2");

        assertThat(address.form()).isEqualTo(Form.SENTINEL);
        assertThat(address.hosts()).containsExactly(new Host("a", 26380), new Host("b", 26379));
        assertThat(address.master()).isEqualTo("main");
        assertThat(address.database()).isEqualTo(2);
    }

    @Test
    void clusterHasSeveralHosts() {
        RedisAddress address = RedisAddress.parse("redis-cluster://[::1]:7000,b:7001");

        assertThat(address.form()).isEqualTo(Form.CLUSTER);
        assertThat(address.hosts()).containsExactly(new Host("::1", 7000), new Host("b", 7001));
    }

    @Test
    void faultsAreNamedAndThePasswordIsNot() {
        assertThatThrownBy(() -> RedisAddress.parse("http://localhost")).hasMessageContaining("redis://host:6379");
        assertThatThrownBy(() -> RedisAddress.parse("redis://:secret@host:no")).hasMessageContaining("port")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> RedisAddress.parse("redis://a,b")).hasMessageContaining("redis-cluster://");
        assertThatThrownBy(() -> RedisAddress.parse("redis-sentinel://a")).hasMessageContaining("master");
        assertThatThrownBy(() -> RedisAddress.parse("redis-cluster://a/1")).hasMessageContaining("after the host");
        assertThat(RedisAddress.parse("redis://u:secret@h/1")).hasToString("redis://h:6379/1");
    }
}
