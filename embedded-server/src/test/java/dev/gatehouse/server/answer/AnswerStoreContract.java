package dev.gatehouse.server.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.route.RoutePolicies.ChangeKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every backend of the kept answers does. */
public abstract class AnswerStoreContract {

    /** Another node's view of the same answers. */
    protected abstract AnswerStore open();

    private static KeptAnswer kept(String body, long lifetimeMillis) {
        return new KeptAnswer(List.of(), 200, Map.of("content-type", List.of("text/plain"), "x", List.of("1", "2")),
                StandardCharsets.UTF_8.encode(body), 7, lifetimeMillis);
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }

    @Test
    void answerIsFoundByEveryNodeUntilItIsReplaced() {
        AnswerStore a = open();
        AnswerStore b = open();
        String key = fresh();
        assertThat(a.find(key)).isNull();

        a.put(key, kept("one", 60_000));
        AnswerStore.Found found = Objects.requireNonNull(b.find(key));
        assertThat(found.kept()).isEqualTo(kept("one", 60_000));
        assertThat(found.leftMillis()).isBetween(1L, 60_000L);
        b.put(key, kept("two", 60_000));
        assertThat(Objects.requireNonNull(a.find(key)).kept()).isEqualTo(kept("two", 60_000));
    }

    @Test
    void everyNodeKnowsOfTheLastWriteToAnAddress() {
        AnswerStore a = open();
        AnswerStore b = open();
        String address = fresh();
        assertThat(a.lastWrite(address)).isNull();

        a.wrote(address, Duration.ofHours(2));
        AnswerStore.Write first = Objects.requireNonNull(b.lastWrite(address));
        assertThat(first.age()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        b.wrote(address, AnswerStore.WRITES_KEPT);

        assertThat(Objects.requireNonNull(a.lastWrite(address)).mark()).isNotEqualTo(first.mark());
        assertThat(open().lastWrite(fresh())).isNull();
    }

    @Test
    void answerIsGoneAfterItsLifetime() {
        AnswerStore store = open();
        String key = fresh();
        store.put(key, kept("long", 60_000));
        store.put(key, kept("short", 50));

        Awaitility.await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(10))
                .until(() -> store.find(key) == null);
    }

    @Test
    void lastChangeIsTheLatestThatAnybodyTold() {
        AnswerStore a = open();
        long before = a.lastChange(ChangeKind.USER);
        a.changed(ChangeKind.USER, before + 10);
        a.changed(ChangeKind.USER, before + 5);

        assertThat(a.lastChange(ChangeKind.USER)).isEqualTo(before + 10);
        assertThat(open().lastChange(ChangeKind.USER)).isEqualTo(before + 10);
        assertThat(open().lastChange(ChangeKind.ROUTE)).isZero();
    }
}
