package dev.gatehouse.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LastGoodTest {

    private static final LastGood.Key KEY = new LastGood.Key("r1", 1, "h", "h", "/a?b", null, List.of());

    private final LastGood lastGood = new LastGood();

    private static Asked asked(String path, String query) {
        return new Asked("PUT", "h", "h", path, query, Map.of());
    }

    private static TrafficAnswer good() {
        return new TrafficAnswer(200, Map.of(), ByteBuffer.allocate(1));
    }

    @Test
    void answerIsNotGoodAfterAWriteToItsAddressAlsoWhereItCameLater() {
        long askedAt = lastGood.now();
        lastGood.keep(KEY, good(), askedAt);
        lastGood.wrote(asked("/a", "c"));
        assertThat(lastGood.find(KEY, () -> null)).isNotNull();
        lastGood.wrote(asked("/a", "b"));
        assertThat(lastGood.find(KEY, () -> null)).isNull();
        lastGood.keep(KEY, good(), askedAt);
        assertThat(lastGood.find(KEY, () -> null)).isNull();
        lastGood.keep(KEY, good(), lastGood.now());
        assertThat(lastGood.find(KEY, () -> null)).isNotNull();
    }

    @Test
    void answerIsNotGoodAfterAWriteByWayOfAnotherNode() {
        lastGood.keep(KEY, good(), lastGood.now());

        assertThat(lastGood.find(KEY, () -> Duration.ofHours(1))).isNotNull();
        assertThat(lastGood.find(KEY, () -> Duration.ZERO)).isNull();
    }

    @Test
    void whatCallersChooseCountsAsRoom() {
        String chosen = "x".repeat(1 << 20);
        List<LastGood.Key> keys = IntStream.range(0, 64)
                .mapToObj(n -> new LastGood.Key("r1", 1, "h", "h", "/" + n, null, List.of(List.of(chosen)))).toList();
        keys.forEach(key -> lastGood.keep(key, good(), lastGood.now()));

        await().untilAsserted(() -> assertThat(
                keys.stream().filter(key -> lastGood.find(key, () -> null) != null).count()).isBetween(1L, 32L));
    }

    @Test
    void answerForEverybodyIsKept() {
        assertThat(LastGood.keeps(200, Map.of("cache-control", List.of("public, max-age=60"), "vary",
                List.of("Accept-Encoding, accept")))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"cache-control, Private", "cache-control, 'max-age=0, NO-STORE'", "cache-control, no-cache=\"x\"",
            "vary, *", "vary, 'Accept, X-Api-Key'", "set-cookie, a=1"})
    void answerForOneCallerIsNot(String name, String value) {
        assertThat(LastGood.keeps(200, Map.of(name, List.of(value)))).isFalse();
    }
}
