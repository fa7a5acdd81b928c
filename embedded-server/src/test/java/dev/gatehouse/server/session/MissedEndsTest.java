package dev.gatehouse.server.session;

import static dev.gatehouse.server.session.Sessions.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.session.sqlite.SqliteEndedSessionStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that ended while a node was away are told from those whose end is being told right now. */
class MissedEndsTest {

    private static final Clock SOON_AFTER = Clock.fixed(Sessions.BEGIN.plusSeconds(100), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    @Test
    void onlyThoseAreEndedAsMissedThatAreNeitherOnlineNorJustOver() {
        try (ReplicaDatabase replica = new ReplicaDatabase(folder);
                TestNode node = TestNode.alone(TestNode.LIMITS, Clock.systemUTC())) {
            var store = new SqliteEndedSessionStore(replica);
            Session online = session("online", "ann", "n1");
            Session leaving = session("leaving", "bob", "n1");
            Session missed = session("missed", "cat", "n2");
            store.begin(List.of(online, leaving, missed));
            node.sync.changed(online);
            node.sync.changed(leaving);
            EndedSession goodbye = new EndedSession(leaving, Sessions.BEGIN.plusSeconds(60), 1000, "closed", "client");

            try (EndedSessionKeeper keeper = new EndedSessionKeeper(store, node.bus, SOON_AFTER)) {
                node.sync.ended(goodbye);
                keeper.endMissed(node.sync::accountsFor);
            }

            assertThat(store.newest(0, 10)).filteredOn(over -> !over.equals(goodbye)).singleElement()
                    .satisfies(over -> {
                        assertThat(over.session()).isEqualTo(missed);
                        assertThat(over.endedAt()).isEqualTo(missed.lastSeenAt());
                    });
            assertThat(store.begun()).doesNotContain(missed);
        }
    }
}
