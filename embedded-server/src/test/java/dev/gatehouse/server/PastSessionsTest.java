package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.FleetClient;
import dev.gatehouse.server.fixture.RedisFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who was online at a moment, asked of real nodes. */
class PastSessionsTest {

    @TempDir
    private Path folder;

    private GatehouseServer node(String id, RedisFixture redis) throws ConfigException, StartException {
        return TestNodes.start(folder.resolve(id), Map.of("node.id", id, "redis.uri", redis.uri(), "ws.max-per-user",
                "100"));
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(50));
    }

    private static JsonNode at(Api api, Instant time, String more) {
        Api.Answer answer = api.get("/api/v1/sessions/at?time=" + time + more);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> sids(JsonNode past) {
        List<String> sids = new ArrayList<>();
        past.get("items").forEach(item -> sids.add(item.get("sid").asText()));
        return sids;
    }

    /** Ends are told in whole milliseconds: one within that of a moment is an end before it. */
    private static void passed(Instant moment) {
        soon().pollInterval(Duration.ofMillis(1)).until(() -> Instant.now().toEpochMilli() > moment.toEpochMilli());
    }

    private static void leave(Api api, FleetClient client) {
        client.close();
        soon().untilAsserted(() -> assertThat(api.get("/api/v1/sessions/" + client.sid()).status()).isEqualTo(404));
    }

    @Test
    void whoWasOnlineIsKnownAfterTheyLeftOnEveryNodeAndOverARestart() throws Exception {
        try (RedisFixture redis = RedisFixture.start(); GatehouseServer other = node("b", redis)) {
            Api onB = TestNodes.admin(other);
            Instant before;
            Instant both;
            Instant late;
            String first;
            String second;
            try (GatehouseServer node = node("a", redis)) {
                Api onA = TestNodes.admin(node);
                before = Instant.now();
                FleetClient one = FleetClient.online(node.uri(), onA.token());
                FleetClient two = FleetClient.online(other.uri(), onB.token());
                first = one.sid();
                second = two.sid();
                soon().untilAsserted(() -> assertThat(List.of(onA, onB)).allSatisfy(api -> assertThat(
                        api.get("/api/v1/sessions").json().get("total").asInt()).isEqualTo(2)));
                both = Instant.now();
                passed(both);
                leave(onB, one);
                late = Instant.now();

                assertThat(List.of(onA, onB)).allSatisfy(api -> {
                    assertThat(sids(at(api, before, ""))).isEmpty();
                    soon().untilAsserted(() -> assertThat(sids(at(api, both, "&sort=node"))).containsExactly(first,
                            second));
                    assertThat(sids(at(api, late, ""))).containsExactly(second);
                    assertThat(sids(at(api, both, "&node=a"))).containsExactly(first);
                    assertThat(sids(at(api, both, "&q=" + second))).containsExactly(second);
                    assertThat(at(api, both, "&limit=1&offset=1").get("total").asInt()).isEqualTo(2);
                    assertThat(Instant.parse(at(api, both, "").get("since").asText())).isBefore(both);
                });
            }
            leaveUnheard(onB, second);
            try (GatehouseServer again = node("a", redis)) {
                Api onA = TestNodes.admin(again);
                soon().untilAsserted(() -> {
                    assertThat(sids(at(onA, both, "&sort=node"))).containsExactly(first, second);
                    assertThat(sids(at(onA, Instant.now(), ""))).isEmpty();
                });
                assertThat(Instant.parse(at(onA, both, "").get("since").asText())).as("heard then").isBefore(both);
                assertThat(Instant.parse(at(onA, Instant.now(), "").get("since").asText())).as("heard since")
                        .isAfter(late);
            }
        }
    }

    /** Ends a session while another node is down. */
    private static void leaveUnheard(Api api, String sid) {
        assertThat(api.delete("/api/v1/sessions/" + sid).status()).isEqualTo(200);
    }

    @Test
    void aMomentThatIsNoneOrToComeIsRefused() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder, Map.of())) {
            Api admin = TestNodes.admin(node);

            assertThat(admin.get("/api/v1/sessions/at").status()).isEqualTo(422);
            assertThat(admin.get("/api/v1/sessions/at?time=yesterday").json().get("detail").asText())
                    .contains("2026-11-21T14:03:00Z");
            assertThat(admin.get("/api/v1/sessions/at?time=" + Instant.now().plusSeconds(60)).status()).isEqualTo(422);
        }
    }
}
