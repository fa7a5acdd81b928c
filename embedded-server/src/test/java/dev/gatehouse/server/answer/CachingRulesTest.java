package dev.gatehouse.server.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.route.RoutePolicies.Cache;
import dev.gatehouse.server.gateway.Asked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachingRulesTest {

    private static final Cache MINUTE = new Cache(60_000, Set.of());

    /** Lines such as {@code vary: a} between bars. */
    static Map<String, List<String>> headers(String lines) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String line : lines.isEmpty() ? new String[0] : lines.split("\\|", -1)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).strip(), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"200, ``, 60000", "200, cache-control: max-age=10, 10000",
            "200, cache-control: max-age=100, 60000", "200, cache-control: MAX-AGE=10, 10000",
            "200, cache-control: max-age=\"10\", 10000", "200, `cache-control: max-age=10, s-maxage=20`, 20000",
            "200, `cache-control: max-age=10|cache-control: max-age=5`, 5000", "200, cache-control: max-age=x, 0",
            "200, cache-control: max-age=-1, 0", "200, cache-control: max-age, 0", "200, cache-control: no-store, 0",
            "200, cache-control: private, 0", "200, cache-control: private=\"x-a\", 0",
            "200, cache-control: no-cache, 0",
            "200, `cache-control: max-age=10, no-store`, 0", "200, `cache-control: x=\"no-store, private\"`, 60000",
            "200, cache-control: max-age=10|age: 4, 6000", "200, cache-control: max-age=10|age: 11, 0",
            "200, set-cookie: a=b, 0", "200, vary: *, 0", "200, vary: X-Gatehouse-User-Id, 0",
            "200, vary: X-Forwarded-Host, 0", "200, vary: accept, 60000", "200, `vary: accept, *`, 0",
            "200, `date: Sun, 22 Nov 2026 01:00:00 GMT|expires: Sun, 22 Nov 2026 01:00:20 GMT`, 20000",
            "200, `date: Sun, 22 Nov 2026 01:00:00 GMT|expires: Sun, 22 Nov 2026 00:59:00 GMT`, 0",
            "200, expires: 0, 0",
            "204, ``, 60000", "206, ``, 0", "301, ``, 60000", "302, ``, 0", "302, cache-control: max-age=10, 10000",
            "304, ``, 0", "404, ``, 0", "404, cache-control: max-age=10, 10000", "500, cache-control: max-age=10, 0",
            "503, ``, 0"})
    void answersAreKeptAsLongAsTheyMay(int status, String headers, long millis) {
        assertThat(CachingRules.lifetime(MINUTE, false, status, headers(headers))).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"``, 0", "cache-control: max-age=10, 0", "cache-control: public, 60000",
            "cache-control: s-maxage=10, 10000", "`cache-control: must-revalidate, max-age=10`, 10000",
            "`cache-control: public, private`, 0"})
    void personalAnswersAreKeptOnlyWhereTheUpstreamSaysSo(String headers, long millis) {
        assertThat(CachingRules.lifetime(MINUTE, true, 200, headers(headers))).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"``, ALL", "cache-control: no-store, NONE", "range: bytes=0-1, NONE",
            "cache-control: no-cache, KEPT", "cache-control: max-age=0, KEPT", "cache-control: max-age=9, ALL",
            "pragma: no-cache, KEPT", "if-none-match: \"a\", GIVEN", "if-modified-since: x, GIVEN",
            "cache-control: no-cache|if-none-match: \"a\", NONE"})
    void requestsSayWhatTheyMayBeGiven(String headers, CachingRules.Use use) {
        assertThat(CachingRules.use(new Asked("GET", "h", "h", "/", null, headers(headers)))).isEqualTo(use);
    }
}
