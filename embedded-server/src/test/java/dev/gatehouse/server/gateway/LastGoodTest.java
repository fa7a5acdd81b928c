package dev.gatehouse.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LastGoodTest {

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
