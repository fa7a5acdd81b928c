package dev.gatehouse.server.message;

import static dev.gatehouse.server.message.Notes.said;
import static dev.gatehouse.server.message.Notes.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.message.DeliveryState;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.message.MessageStore.Inboxed;
import dev.gatehouse.server.message.MessageStore.Kept;
import dev.gatehouse.server.message.MessageStore.Limits;
import dev.gatehouse.server.message.MessageStore.Page;
import dev.gatehouse.server.message.MessageStore.Resumable;
import dev.gatehouse.server.message.MessageStore.Settled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link MessageStore} does. */
public abstract class MessageStoreContract {

    private static final Limits LIMITS = new Limits(5, Duration.ofHours(1), 3, Duration.ofHours(1),
            Duration.ofMinutes(5));
    private static final String ID = "d1763730000000-%d-5e884898da280471";

    /** An empty store. */
    protected abstract MessageStore open(Limits limits);

    /** What was announced, oldest first. */
    protected abstract List<Announcement> announced();

    @Test
    void whatIsSaidInARoomIsKeptInOrderAndAnnouncedWithItsPlace() {
        MessageStore store = open(LIMITS);

        Kept first = store.publish("a {b} %c", said("a {b} %c", "one", null), null);
        Kept second = store.publish("a {b} %c", said("a {b} %c", "two", "m2"), "n1/7");

        assertThat(first.before()).isEqualTo(Position.START);
        assertThat(second.before()).isEqualTo(first.at());
        assertThat(MessageId.kind(first.msgId())).isEqualTo(MessageId.Kind.ROOM);
        assertThat(MessageId.kind(second.msgId())).isEqualTo(MessageId.Kind.REPORTED_ROOM);
        assertThat(MessageId.millis(first.msgId())).isEqualTo(first.at().millis());
        Page page = store.history("a {b} %c", Position.START, 10);
        assertThat(texts(page)).containsExactly("one", "two");
        assertThat(page.last()).isEqualTo(second.at());
        assertThat(page.cut()).isEqualTo(Position.START);
        assertThat(texts(store.history("a {b} %c", first.at(), 10))).containsExactly("two");
        assertThat(texts(store.historyBefore("a {b} %c", second.at(), 10))).containsExactly("one");
        assertThat(texts(store.historyBefore("a {b} %c", null, 1))).containsExactly("two");
        await().until(() -> announced().size() == 2);
        assertThat(announced()).containsExactly(
                new Announcement("a {b} %c", first.msgId(), first.at(), Position.START,
                        said("a {b} %c", "one", null), null),
                new Announcement("a {b} %c", second.msgId(), second.at(), first.at(), said("a {b} %c", "two", "m2"),
                        "n1/7"));
    }

    @Test
    void sameIdOfTheSameUserIsTheSameMessage() {
        MessageStore store = open(LIMITS);

        Kept first = store.publish("lobby", said("lobby", "one", "m1"), null);
        Kept again = store.publish("lobby", said("lobby", "one", "m1"), null);
        Kept elsewhere = store.publish("cellar", said("cellar", "one", "m1"), null);

        assertThat(again).isEqualTo(new Kept(first.msgId(), first.at(), null));
        assertThat(again.duplicate()).isTrue();
        assertThat(elsewhere.duplicate()).isFalse();
        assertThat(elsewhere.msgId()).isNotEqualTo(first.msgId());
        assertThat(texts(store.history("lobby", Position.START, 10))).containsExactly("one");
        await().until(() -> announced().size() == 2);
    }

    @Test
    void historyIsTrimmedBySizeAndTellsHowFar() {
        MessageStore store = open(LIMITS);
        List<Kept> kept = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            kept.add(store.publish("lobby", said("lobby", "m" + i, null), null));
        }

        Page page = store.history("lobby", Position.START, 10);

        assertThat(texts(page)).containsExactly("m3", "m4", "m5", "m6", "m7");
        assertThat(page.cut()).isEqualTo(kept.get(2).at());
        assertThat(page.last()).isEqualTo(kept.get(7).at());
    }

    @Test
    void historyOfNothingStillHasAnOrder() {
        MessageStore store = open(new Limits(0, Duration.ofHours(1), 3, Duration.ofHours(1), Duration.ofMinutes(5)));

        Kept first = store.publish("lobby", said("lobby", "one", null), null);
        Kept second = store.publish("lobby", said("lobby", "two", null), null);

        assertThat(second.before()).isEqualTo(first.at());
        assertThat(store.history("lobby", Position.START, 10).entries()).isEmpty();
        assertThat(store.history("lobby", Position.START, 10).cut()).isEqualTo(second.at());
    }

    @Test
    void historyIsTrimmedByAge() {
        MessageStore store = open(
                new Limits(5, Duration.ofMillis(200), 3, Duration.ofHours(1), Duration.ofMinutes(5)));
        Kept first = store.publish("lobby", said("lobby", "old", null), null);
        await().until(() -> store.now() > first.at().millis() + 250);

        store.publish("lobby", said("lobby", "new", null), null);

        assertThat(texts(store.history("lobby", Position.START, 10))).containsExactly("new");
    }

    @Test
    void inboxKeepsUntilItIsAcknowledged() {
        MessageStore store = open(LIMITS);
        Inboxed first = keep(store, 1, "bob", "one", "m1");
        Inboxed second = keep(store, 2, "bob", "two", null);

        assertThat(texts(store.inbox("bob", "n1", Position.START, 10))).containsExactly("one", "two");
        Settled settled = store.settle("bob", first.kept().msgId(), DeliveryState.DELIVERED);
        assertThat(settled).isEqualTo(new Settled(told("bob", "one", "m1"), true));
        assertThat(store.settle("bob", first.kept().msgId(), DeliveryState.DELIVERED)).isNull();
        assertThat(store.settle("bob", first.kept().msgId(), DeliveryState.READ))
                .isEqualTo(new Settled(told("bob", "one", "m1"), false));
        assertThat(store.settle("bob", first.kept().msgId(), DeliveryState.READ)).isNull();
        assertThat(store.settle("eve", second.kept().msgId(), DeliveryState.READ)).isNull();
        assertThat(texts(store.inbox("bob", "n1", Position.START, 10))).containsExactly("two");
        assertThat(Objects.requireNonNull(store.settle("bob", second.kept().msgId(), DeliveryState.READ)).first())
                .isTrue();
        assertThat(store.inbox("bob", "n1", Position.START, 10).entries()).isEmpty();
        assertThat(store.inbox("bob", "n1", Position.START, 10).last()).isEqualTo(second.kept().at());
    }

    @Test
    void inboxTakesAMessageOnceAndDropsTheOldest() {
        MessageStore store = open(LIMITS);
        Inboxed first = keep(store, 1, "bob", "m1", "m1");
        assertThat(keep(store, 9, "bob", "m1", "m1").kept())
                .isEqualTo(new Kept(first.kept().msgId(), first.kept().at(), null));
        Inboxed second = keep(store, 2, "bob", "m2", null);
        assertThat(keep(store, 2, "bob", "m2", null).kept().at()).isEqualTo(second.kept().at());
        keep(store, 3, "bob", "m3", null);
        store.keep(ID.formatted(4), Map.of("bob", Notes.announced("bob", "m4")));

        Page page = store.inbox("bob", "n1", Position.START, 10);

        assertThat(texts(page)).containsExactly("m2", "m3", "m4");
        assertThat(page.cut()).isEqualTo(first.kept().at());
        assertThat(store.settle("bob", first.kept().msgId(), DeliveryState.DELIVERED)).isNull();
    }

    @Test
    void clientCannotPushOthersMessagesOutOfAFullInbox() {
        MessageStore store = open(LIMITS);
        for (int i = 1; i <= 3; i++) {
            keep(store, i, "bob", "m" + i, null);
        }

        assertThatThrownBy(() -> keep(store, 4, "bob", "m4", null)).isInstanceOfSatisfying(RequestFailure.class,
                failure -> assertThat(failure.code()).isEqualTo(ErrorCode.BUSY));

        assertThat(texts(store.inbox("bob", "n1", Position.START, 10))).containsExactly("m1", "m2", "m3");
        store.settle("bob", ID.formatted(1), DeliveryState.DELIVERED);
        keep(store, 4, "bob", "m4", null);
        assertThat(texts(store.inbox("bob", "n1", Position.START, 10))).containsExactly("m2", "m3", "m4");
    }

    @Test
    void oneMessageGoesIntoManyInboxes() {
        MessageStore store = open(LIMITS);

        List<Inboxed> kept = store.keep(ID.formatted(1),
                Map.of("bob", told("bob", "hi", null), "eve", told("eve", "hi", null)));

        assertThat(kept).hasSize(2).allSatisfy(one -> assertThat(one.kept().msgId()).isEqualTo(ID.formatted(1)));
        assertThat(texts(store.inbox("bob", "n1", Position.START, 10))).containsExactly("hi");
        assertThat(texts(store.inbox("eve", "n1", Position.START, 10))).containsExactly("hi");
    }

    @Test
    void whatASessionLeavesIsThereForAWhile() {
        MessageStore store = open(
                new Limits(5, Duration.ofHours(1), 3, Duration.ofHours(1), Duration.ofMillis(300)));
        Resumable left = new Resumable("u-ann", 1234, Map.of("lobby", 1235L, "a b", 1236L), "s0");

        store.keepResumable(Map.of("s1", left, "s2", new Resumable("u-bob", 1, Map.of(), null)));

        assertThat(store.resumable("s1")).isEqualTo(left);
        assertThat(store.resumable("nobody")).isNull();
        await().until(() -> store.resumable("s1") == null);
    }

    private static Inboxed keep(MessageStore store, int number, String user, String text,
            @Nullable String id) {
        return store.keep(ID.formatted(number), Map.of(user, told(user, text, id))).getFirst();
    }

    private static List<String> texts(Page page) {
        return page.entries().stream().map(entry -> entry.note().content().asText()).toList();
    }
}
