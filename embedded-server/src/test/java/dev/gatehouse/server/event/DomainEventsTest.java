package dev.gatehouse.server.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.health.DeadLetter;
import dev.gatehouse.server.event.DomainEvent.Origin;
import dev.gatehouse.server.event.DomainEvent.RouteDeleted;
import dev.gatehouse.server.event.DomainEvent.UserDeleted;
import dev.gatehouse.server.event.sqlite.SqliteDeadLetterStore;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events and those who follow them, with dead letters in a real replica. */
class DomainEventsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile boolean broken = true;
    private ReplicaDatabase replica;
    private DomainEvents events;

    @BeforeEach
    void open() {
        replica = new ReplicaDatabase(folder);
        events = events();
    }

    private DomainEvents events() {
        DomainEvents made = new DomainEvents("n1", new SqliteDeadLetterStore(replica, "n1"), Clock.systemUTC());
        made.on(UserDeleted.class, "cache", this::take);
        return made;
    }

    private void take(UserDeleted deleted) {
        if (broken && deleted.id().equals("poison")) {
            throw new IllegalStateException("no");
        }
        heard.add(deleted.id() + deleted.origin().position().offset());
    }

    @AfterEach
    void close() {
        events.close();
        replica.close();
    }

    private void deleted(String id, long offset) {
        events.publish(new UserDeleted(id, new Origin(new Receipt("changes", 0, offset), "root", Instant.EPOCH,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")));
    }

    private DeadLetter awaitDead(int count) {
        await().atMost(LONG).untilAsserted(() -> assertThat(events.dead()).hasSize(count));
        return events.dead().getFirst();
    }

    @Test
    void whoFollowsAKindIsToldOfItAtOnceAndOfNoOther() {
        events.publish(new RouteDeleted("r1", new Origin(new Receipt("changes", 0, 1), "root", Instant.EPOCH, null)));
        deleted("ann", 2);

        assertThat(heard).containsExactly("ann2");
    }

    @Test
    void followerThatFailsForAMomentIsToldAgainInOrder() {
        deleted("poison", 1);
        deleted("poison", 2);
        deleted("ann", 3);
        assertThat(heard).containsExactly("ann3");

        broken = false;

        await().atMost(LONG).untilAsserted(() -> assertThat(heard).containsExactly("ann3", "poison1", "poison2"));
        assertThat(events.dead()).isEmpty();
    }

    @Test
    void poisonIsADeadLetterThatHoldsUpItsOwnKeyOnly() {
        deleted("poison", 1);
        deleted("poison", 2);
        DeadLetter letter = awaitDead(2);
        deleted("poison", 3);
        deleted("ann", 4);

        assertThat(heard).containsExactly("ann4");
        assertThat(events.dead()).hasSize(3).allSatisfy(one -> assertThat(one.follower()).isEqualTo("cache"));
        assertThat(letter.what()).isEqualTo("UserDeleted");
        assertThat(letter.error()).isEqualTo("IllegalStateException: no");
        assertThat(letter.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        events.retry(letter.id());
        assertThat(events.find(letter.id())).isNotNull();

        broken = false;
        events.retry(letter.id());

        assertThat(heard).containsExactly("ann4", "poison1", "poison2", "poison3");
        assertThat(events.dead()).isEmpty();
    }

    @Test
    void whatWaitsBehindALetterThatIsDroppedGoesOn() {
        deleted("poison", 1);
        deleted("poison", 2);
        DeadLetter letter = awaitDead(2);
        broken = false;

        events.drop(letter.id());

        await().atMost(LONG).untilAsserted(() -> assertThat(heard).containsExactly("poison2"));
        await().atMost(LONG).untilAsserted(() -> assertThat(events.dead()).isEmpty());
    }

    @Test
    void lettersAreSettledByARestartButForThoseOfTheLog() {
        deleted("poison", 1);
        DeadLetter letter = awaitDead(1);
        events.close();
        events = events();
        assertThat(events.dead()).containsExactly(letter);
        events.unfollowed(new Receipt("changes", 0, 7), "u9", "unreadable", "what?");

        assertThat(events.dropSettled()).containsExactly(letter);

        assertThat(events.dead()).extracting(DeadLetter::key).containsExactly("u9");
    }
}
