package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.health.Diagnosis;
import dev.gatehouse.server.fixture.RedisFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

    @TempDir
    private Path folder;

    private Diagnosis finding(String subject, Map<String, String> settings) throws ConfigException {
        return finding(subject, folder, settings);
    }

    private static Diagnosis finding(String subject, Path data, Map<String, String> settings) throws ConfigException {
        return GatehouseServer.diagnose(TestNodes.config(data, settings)).stream()
                .filter(found -> found.subject().equals(subject)).findFirst().orElseThrow();
    }

    private static int nobodysPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void whereAllIsWellAllIsSaid() throws Exception {
        assertThat(GatehouseServer.diagnose(TestNodes.config(folder, Map.of())))
                .extracting(Diagnosis::subject)
                .containsExactly("config", "data folder", "port", "redis", "kafka");
        assertThat(GatehouseServer.diagnose(TestNodes.config(folder, Map.of())))
                .allSatisfy(found -> assertThat(found.ok()).isTrue())
                .allSatisfy(found -> assertThat(found.sentence()).endsWith("."));
    }

    @Test
    void aTakenPortIsFatalAndNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Diagnosis found = finding("port", Map.of("http.port", Integer.toString(taken.getLocalPort())));

            assertThat(found.ok()).isFalse();
            assertThat(found.fatal()).isTrue();
            assertThat(found.sentence()).contains(Integer.toString(taken.getLocalPort()), "http.port");
        }
    }

    @Test
    void aFreePortIsWell() throws Exception {
        assertThat(finding("port", Map.of("http.port", Integer.toString(nobodysPort()))).ok()).isTrue();
    }

    @Test
    void aFolderInUseIsFatalAndItsPortsAreNotBlamed() throws Exception {
        try (GatehouseServer server = TestNodes.start(folder, Map.of())) {
            Map<String, String> same = Map.of("http.port", Integer.toString(server.uri().getPort()));

            assertThat(finding("data folder", same).fatal()).isTrue();
            assertThat(finding("data folder", same).sentence()).contains("in use by another Gatehouse");
            assertThat(finding("port", same).ok()).isTrue();
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsFatal() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");

        Diagnosis found = finding("data folder", file, Map.of());

        assertThat(found.fatal()).isTrue();
        assertThat(found.sentence()).contains(file.toString(), "cannot be written");
    }

    @Test
    void aRedisThatAnswersNothingIsToldButNotFatal() throws Exception {
        Diagnosis found = finding("redis", Map.of("redis.uri", "redis://u:s3cret@127.0.0.1:" + nobodysPort()));

        assertThat(found.ok()).isFalse();
        assertThat(found.fatal()).isFalse();
        assertThat(found.sentence()).contains("does not answer", "would start").doesNotContain("s3cret", "Exception");
    }

    @Test
    void aRedisThatAnswersIsWell() throws Exception {
        try (RedisFixture redis = RedisFixture.start()) {
            assertThat(finding("redis", Map.of("redis.uri", redis.uri())).ok()).isTrue();
        }
    }

    @Test
    void aRedisHostThatDoesNotExistIsTold() throws Exception {
        assertThat(finding("redis", Map.of("redis.uri", "redis://nowhere.invalid:6379")).ok()).isFalse();
    }

    @Test
    void aKafkaThatAnswersNothingIsToldInTimeButNotFatal() throws Exception {
        long startedNanos = System.nanoTime();

        Diagnosis found = finding("kafka", Map.of("kafka.bootstrap", "127.0.0.1:" + nobodysPort()));

        assertThat(Duration.ofNanos(System.nanoTime() - startedNanos)).isLessThan(Duration.ofSeconds(10));
        assertThat(found.ok()).isFalse();
        assertThat(found.fatal()).isFalse();
        assertThat(found.sentence()).contains("127.0.0.1", "would start").doesNotContain("Exception");
    }

    @Test
    void aKafkaHostThatDoesNotExistIsTold() throws Exception {
        assertThat(finding("kafka", Map.of("kafka.bootstrap", "nowhere.invalid:9092")).ok()).isFalse();
    }
}
