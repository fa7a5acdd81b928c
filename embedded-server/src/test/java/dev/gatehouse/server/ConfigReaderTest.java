package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {

    @TempDir
    private Path folder;

    private ServerConfig load(@Nullable Path file, Map<String, String> environment, Map<String, String> overrides)
            throws ConfigException {
        return ServerConfig.load(new ServerConfig.Sources(folder, file, environment, overrides));
    }

    private List<String> faults(@Nullable Path file, Map<String, String> environment, Map<String, String> overrides) {
        return catchThrowableOfType(ConfigException.class, () -> load(file, environment, overrides)).faults();
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("gatehouse.conf"), content);
    }

    @Test
    void withoutSourcesTheDefaultsHold() throws Exception {
        ServerConfig config = load(null, Map.of(), Map.of());

        assertThat(config.http()).isEqualTo(new ServerConfig.Http("127.0.0.1", 7070, 7071, Set.of()));
        assertThat(config.node().id()).isNull();
        assertThat(config.tls()).isNull();
        assertThat(config.redis().configured()).isFalse();
        assertThat(config.kafka().configured()).isFalse();
        assertThat(config.auth().accessToken()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.auth().refreshToken()).isEqualTo(Duration.ofDays(7));
        assertThat(config.ws().heartbeat()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.deadline()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.data()).isAbsolute();
    }

    @Test
    void theCommandLineGoesBeforeTheEnvironmentBeforeTheFileBeforeTheDefaults() throws Exception {
        Path file = file("http { host = filehost, port = 1 }\nws.missed = 9\nredis.prefix = \"f:\"");
        Map<String, String> environment = Map.of("GATEHOUSE_HTTP_PORT", "2", "GATEHOUSE_REDIS_PREFIX", "e:");

        ServerConfig config = load(file, environment, Map.of("http.port", "3"));

        assertThat(config.http().port()).isEqualTo(3);
        assertThat(config.redis().prefix()).isEqualTo("e:");
        assertThat(config.ws().missed()).isEqualTo(9);
        assertThat(config.http().host()).isEqualTo("filehost");
        assertThat(config.ws().maxPerUser()).isEqualTo(5);
    }

    @Test
    void everyFaultIsToldAtOnce() {
        List<String> faults = faults(null, Map.of("GATEHOUSE_HTTP_PORT", "99999"), Map.of("node.id", "no spaces",
                "redis.uri", "http://x", "kafka.bootstrap", "nowhere", "kafka.topics.audit", "a b",
                "auth.elsewhere", "maybe", "auth.access-token", "soon", "ws.missed", "many", "ws.heartbeat", "0s",
                "tls.keystore", "/does/not/exist.p12"));

        assertThat(faults).hasSize(10).allSatisfy(fault -> assertThat(fault).contains(" it must "));
        for (String key : List.of("node.id", "http.port", "redis.uri", "kafka.bootstrap", "kafka.topics.audit",
                "auth.elsewhere", "auth.access-token", "ws.missed", "ws.heartbeat", "tls.keystore")) {
            assertThat(faults).anySatisfy(fault -> assertThat(fault).startsWith(key + " is \""));
        }
    }

    @ParameterizedTest
    @CsvSource({"http.port, -1", "http.port, 65536", "http.port, 80.5", "http.port, ''", "http.host, ' '",
            "traffic.port, -2", "redis.uri, redis://", "redis.uri, redis://a b", "redis.uri, localhost:6379",
            "kafka.bootstrap, a:1;b:2", "kafka.bootstrap, a:99999", "'kafka.bootstrap', 'a:1,'",
            "auth.access-token, 25h", "auth.refresh-token, 1m", "request.deadline, 1ms", "ws.max-per-user, 0",
            "ws.messages-per-10s, 0", "node.id, -x", "auth.elsewhere, ''"})
    void whatCannotWorkIsRefused(String key, String value) {
        assertThat(faults(null, Map.of(), Map.of(key, value))).singleElement().asString()
                .contains(key + " is \"", " it must ");
    }

    @ParameterizedTest
    @CsvSource({"redis.uri, redis://localhost:6379", "redis.uri, rediss://user:secret@redis.example.com:6380/2",
            "redis.uri, 'redis-sentinel://a:26379,b:26379/master'", "redis.uri, 'redis-cluster://a:1,b:2'",
            "kafka.bootstrap, 'a:1,b:2'", "kafka.bootstrap, '[::1]:9092'", "auth.elsewhere, REPLACE",
            "auth.access-token, 90 seconds", "traffic.port, -1", "http.port, 0", "node.id, n-1.eu_west"})
    void whatCanWorkIsTaken(String key, String value) throws Exception {
        assertThat(load(null, Map.of(), Map.of(key, value))).isNotNull();
    }

    @Test
    void anUnknownKeyIsToldWithThoseNearIt() throws Exception {
        Path file = file("http.prot = 1\ncolour = red");

        List<String> faults = faults(file, Map.of(), Map.of("ws.max", "1"));

        assertThat(faults).hasSize(3);
        assertThat(faults).anySatisfy(fault -> assertThat(fault).contains("gatehouse.conf", "http.prot", "http.port",
                "http.host"));
        assertThat(faults).anySatisfy(fault -> assertThat(fault).contains("colour").doesNotContain("near it"));
        assertThat(faults).anySatisfy(
                fault -> assertThat(fault).contains("--set", "ws.max", "ws.max-per-user", "ws.max-per-node"));
    }

    @Test
    void aFileThatIsNoHoconIsToldWithItsLine() throws Exception {
        assertThat(faults(file("http {\n port = \n"), Map.of(), Map.of())).singleElement().asString()
                .contains("gatehouse.conf", "not valid HOCON");
    }

    @Test
    void aListWhereATextBelongsIsTold() throws Exception {
        assertThat(faults(file("http.host = [a, b]"), Map.of(), Map.of())).isNotEmpty()
                .allSatisfy(fault -> assertThat(fault).startsWith("http.host"));
        assertThat(faults(file("ws.heartbeat = [1]"), Map.of(), Map.of())).isNotEmpty()
                .allSatisfy(fault -> assertThat(fault).startsWith("ws.heartbeat"));
    }

    @Test
    void anUnsetSubstitutionIsTold() throws Exception {
        assertThat(faults(file("http.host = ${NOT_SET_ANYWHERE_AT_ALL}"), Map.of(), Map.of())).singleElement()
                .asString().contains("NOT_SET_ANYWHERE_AT_ALL");
    }

    @Test
    void aFileThatCannotBeReadIsTold() {
        assertThat(faults(folder.resolve("missing.conf"), Map.of(), Map.of())).singleElement().asString()
                .contains("missing.conf", "cannot be read");
        assertThat(faults(folder, Map.of(), Map.of())).singleElement().asString().contains(folder.toString());
    }

    @Test
    void everyKeyHasAnEnvironmentVariableOfItsOwn() throws Exception {
        Set<String> variables = new HashSet<>();
        for (ConfigKey key : ServerConfig.keys()) {
            assertThat(key.variable()).matches("GATEHOUSE_[A-Z0-9_]+");
            assertThat(variables.add(key.variable())).as(key.variable()).isTrue();
        }
        Map<String, String> defaults = new HashMap<>();
        ServerConfig.keys().forEach(key -> defaults.put(key.variable(), key.fallback()));
        assertThat(load(null, defaults, Map.of())).isEqualTo(load(null, Map.of(), Map.of()));
        assertThat(load(null, Map.of("GATEHOUSE_WS_MESSAGES_PER_10S", "7"), Map.of()).ws().messagesPer10s())
                .isEqualTo(7);
    }

    @Test
    void secretsAreNeitherInTheTextOfAConfigurationNorInItsFaults() throws Exception {
        Path keystore = Files.writeString(folder.resolve("k.p12"), "x");

        ServerConfig config = load(null, Map.of(), Map.of("redis.uri", "redis://user:s3cret@host:1", "tls.keystore",
                keystore.toString(), "tls.password", "t0psecret"));

        assertThat(config.toString()).doesNotContain("s3cret", "t0psecret").contains("host:1", "k.p12");
        assertThat(faults(null, Map.of(), Map.of("redis.uri", "redi://user:s3cret@host:1"))).singleElement()
                .asString().doesNotContain("s3cret");
    }
}
