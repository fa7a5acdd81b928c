package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.Enforcement;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.fixture.RedisFixture;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes that share one real Redis tell each other what they have enforced. */
class EnforcementReportsTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Receipt CHANGE = new Receipt("gatehouse.changes", 0, 41);

    private RedisFixture redis;
    private TestNode one;
    private TestNode two;
    private EnforcementReports ofOne;
    private EnforcementReports ofTwo;

    @BeforeEach
    void start() {
        redis = RedisFixture.start();
        one = TestNode.of("one", redis.uri());
        two = TestNode.of("two", redis.uri());
        ofOne = new EnforcementReports(one.registry, one.bus, Clock.systemUTC());
        ofTwo = new EnforcementReports(two.registry, two.bus, Clock.systemUTC());
        await().atMost(SOON).until(() -> one.registry.live("two") && two.registry.live("one"));
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        redis.close();
    }

    @Test
    void aNodeThatSaysNothingIsPending() {
        assertThat(ofOne.of(CHANGE)).extracting(Enforcement::node, Enforcement::state).containsExactly(
                tuple("one", Enforcement.ENFORCED),
                tuple("two", Enforcement.PENDING));
    }

    @Test
    void theAnswerWaitsForTheReportOfALiveNode() {
        CompletableFuture<Boolean> asked = CompletableFuture.supplyAsync(() -> {
            await().atMost(SOON).until(() -> ofOne.of(CHANGE).stream().noneMatch(
                    node -> !node.state().equals(Enforcement.ENFORCED)));
            return true;
        });

        ofTwo.enforced(CHANGE.offset());

        assertThat(asked.join()).isTrue();
        assertThat(ofOne.of(CHANGE)).containsExactly(new Enforcement("one", Enforcement.ENFORCED, 0),
                new Enforcement("two", Enforcement.ENFORCED, 0));
        assertThat(one.registry.nodes()).extracting(node -> node.position()).containsExactly(-1L, 41L);
    }

    @Test
    void aReportOfAnEarlierChangeIsNotEnough() {
        ofTwo.enforced(CHANGE.offset() - 1);
        await().atMost(SOON).until(() -> one.registry.nodes().getLast().position() == 40);

        assertThat(ofOne.of(CHANGE).getLast().state()).isEqualTo(Enforcement.PENDING);
    }

    @Test
    void aNodeThatDiedIsUnreachableAndSaysForHowLong() {
        two.crash();
        await().atMost(SOON).until(() -> !one.registry.live("two"));

        Enforcement dead = ofOne.of(CHANGE).getLast();

        assertThat(dead.state()).isEqualTo(Enforcement.UNREACHABLE);
        assertThat(dead.behindMillis()).isGreaterThanOrEqualTo(NodeRegistry.OVERDUE.toMillis());
    }
}
