package dev.gatehouse.server.session;

import static dev.gatehouse.server.session.Sessions.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every presence store does. */
public abstract class PresenceStoreContract {

    /** An empty store whose entries live for {@code lifetime}. */
    protected abstract PresenceStore open(Duration lifetime);

    @Test
    void whatIsPutCanBeReadByNodeAndUser() {
        PresenceStore store = open(Duration.ofMinutes(1));
        Session full = new Session("s1", "u1", "Ann O'Neil 李", "n1", "::1", ClientKind.APP, null, Sessions.BEGIN,
                Sessions.BEGIN.plusSeconds(1), Sessions.BEGIN.plusSeconds(2), List.of("lobby", "a b"), false);
        Session other = session("s2", "bob", "n2");

        store.put(List.of(full, other));

        assertThat(store.sidsOfNode("n1")).containsExactly("s1");
        assertThat(store.sidsOfUser("u-bob")).containsExactly("s2");
        assertThat(store.read(List.of("s2", "nobody", "s1"))).containsExactly(other, full);
    }

    @Test
    void touchTellsWhenTheyWereSeenAndRestoresWhatWasLost() {
        PresenceStore store = open(Duration.ofMinutes(1));
        Session first = session("s1", "ann", "n1");
        Session lost = session("s2", "bob", "n1");
        store.put(List.of(first));
        Instant later = Sessions.BEGIN.plusSeconds(30);

        store.touch(List.of(first.seenAt(later), lost.seenAt(later)));

        assertThat(store.read(List.of("s1", "s2"))).containsExactly(first.seenAt(later), lost.seenAt(later));
        assertThat(store.sidsOfNode("n1")).containsExactlyInAnyOrder("s1", "s2");
    }

    @Test
    void removedSessionsAreGone() {
        PresenceStore store = open(Duration.ofMinutes(1));
        store.put(List.of(session("s1", "ann", "n1"), session("s2", "ann", "n1")));

        store.remove(List.of(session("s1", "ann", "n1")));

        assertThat(store.sidsOfNode("n1")).containsExactly("s2");
        assertThat(store.sidsOfUser("u-ann")).containsExactly("s2");
        assertThat(store.read(List.of("s1"))).isEmpty();
    }

    @Test
    void untouchedSessionsGoByThemselves() {
        PresenceStore store = open(Duration.ofMillis(300));
        store.put(List.of(session("s1", "ann", "n1")));

        await().atMost(Duration.ofSeconds(5)).until(() -> store.read(List.of("s1")).isEmpty());
        assertThat(store.sidsOfNode("n1")).isEmpty();
        assertThat(store.sidsOfUser("u-ann")).isEmpty();
    }

    @Test
    void manySessionsAtOnce() {
        PresenceStore store = open(Duration.ofMinutes(1));
        List<Session> many = IntStream.range(0, 1234).mapToObj(i -> session("s" + i, "user" + i, "n1")).toList();

        store.put(many);
        store.touch(many);

        assertThat(store.read(many.stream().map(Session::sid).toList())).hasSize(1234);
        store.remove(many);
        assertThat(store.sidsOfNode("n1")).isEmpty();
    }

    @Test
    void beatsTellOfEveryNodeUntilItIsForgotten() {
        PresenceStore store = open(Duration.ofMinutes(1));
        NodeBeat first = new NodeBeat("n1", "http://127.0.0.1:1", "1.0", Sessions.BEGIN, Sessions.BEGIN, 3, -1,
                false);
        NodeBeat next = new NodeBeat("n1", "http://127.0.0.1:1", "1.0", Sessions.BEGIN, Sessions.BEGIN.plusSeconds(1),
                4, 17, true);

        assertThat(store.beat(first)).isTrue();
        assertThat(store.beat(next)).isFalse();
        assertThat(store.beats()).containsExactly(next);
        store.forget("n1");
        assertThat(store.beats()).isEmpty();
    }
}
