package dev.gatehouse.server.session.sqlite;

import static dev.gatehouse.server.session.Sessions.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.session.EndedFilter;
import dev.gatehouse.server.session.EndedSessionStore;
import dev.gatehouse.server.session.Sessions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteEndedSessionStoreTest {

    private static final Instant NOW = Sessions.BEGIN.plusSeconds(100);

    @TempDir
    Path folder;

    @Test
    void newestComeFirstAndOldOnesAreForgotten() {
        try (ReplicaDatabase replica = new ReplicaDatabase(folder)) {
            var store = new SqliteEndedSessionStore(replica);
            EndedSession old = ended("s1", 0);
            EndedSession recent = ended("s2", 60);

            store.add(List.of(old, recent));
            store.add(List.of(old));

            assertThat(store.count()).isEqualTo(2);
            assertThat(store.newest(0, 10)).containsExactly(recent, old);
            assertThat(store.newest(1, 1)).containsExactly(old);
            store.forgetBefore(Sessions.BEGIN.plusSeconds(30));
            assertThat(store.newest(0, 10)).containsExactly(recent);
        }
    }

    @Test
    void wordsAreLookedForInAllThatIsKept() {
        try (ReplicaDatabase replica = new ReplicaDatabase(folder)) {
            var store = new SqliteEndedSessionStore(replica);
            EndedSession kicked = ended("s_1", 0);
            EndedSession left = new EndedSession(session("sx1", "Ann", "n2"), Sessions.BEGIN.plusSeconds(60), 1000,
                    "closed", "client");
            EndedSession quoted = new EndedSession(session("s3", "bob", "n2"), Sessions.BEGIN.plusSeconds(90), 4009,
                    "reads \"too\" slowly", "system");
            store.add(List.of(kicked, left, quoted));

            assertThat(found(store, "ann")).containsExactly(left, kicked);
            assertThat(found(store, "ann node:N1")).containsExactly(kicked);
            assertThat(found(store, "s_1")).containsExactly(kicked);
            assertThat(found(store, "\"too\"")).containsExactly(quoted);
            assertThat(found(store, "reason:SLOW")).containsExactly(quoted);
            assertThat(found(store, "slow by:system")).containsExactly(quoted);
            assertThat(found(store, "by:operator")).containsExactly(kicked);
            assertThat(found(store, "by:ro")).containsExactly(kicked);
            assertThat(found(store, "code:1000")).containsExactly(left);
            assertThat(found(store, "code:100")).isEmpty();
            assertThat(found(store, "ended:<50s")).containsExactly(quoted, left);
            assertThat(found(store, "ended:>50s")).containsExactly(kicked);

            EndedSessionStore.Found second = store.find(EndedFilter.parse("node:n2", NOW), 1, 1);
            assertThat(second.total()).isEqualTo(2);
            assertThat(second.newest()).containsExactly(left);
        }
    }

    @Test
    void manyAreGoneThroughInOrderAndEachIsMetOnce() {
        try (ReplicaDatabase replica = new ReplicaDatabase(folder)) {
            var store = new SqliteEndedSessionStore(replica);
            List<EndedSession> all = IntStream.range(0, 1_300).mapToObj(i -> ended("s" + i, i / 600)).toList();
            store.add(all);
            Instant from = Sessions.BEGIN;

            List<EndedSession> backwards = list(store.ended(from, from.plusSeconds(2), true));
            assertThat(backwards).hasSize(1_200).containsExactlyInAnyOrderElementsOf(all.subList(0, 1_200))
                    .isSortedAccordingTo(Comparator.comparing(EndedSession::endedAt).reversed());
            assertThat(list(store.ended(from, from.plusSeconds(2), false)))
                    .containsExactlyInAnyOrderElementsOf(backwards)
                    .isSortedAccordingTo(Comparator.comparing(EndedSession::endedAt));
            assertThat(list(store.connected(from, from.plusMillis(1)))).containsExactlyInAnyOrderElementsOf(all);
            assertThat(list(store.connected(from.plusMillis(1), from.plusSeconds(9)))).isEmpty();
            assertThat(list(store.onlineAt(from.plusSeconds(1))))
                    .containsExactlyInAnyOrderElementsOf(store.at(from.plusSeconds(1))).hasSize(100);
        }
    }

    private static List<EndedSession> list(Iterator<EndedSession> sessions) {
        List<EndedSession> list = new ArrayList<>();
        sessions.forEachRemaining(list::add);
        return list;
    }

    private static List<EndedSession> found(EndedSessionStore store, String words) {
        return store.find(EndedFilter.parse(words, NOW), 0, 10).newest();
    }

    private static EndedSession ended(String sid, long seconds) {
        return new EndedSession(session(sid, "ann", "n1"), Sessions.BEGIN.plusSeconds(seconds), 4001, "kicked", "root");
    }
}
