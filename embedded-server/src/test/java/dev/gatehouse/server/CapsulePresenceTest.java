package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.api.CapsuleExchange.Delta;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.capsule.CapsulePart.Window;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.session.PresenceIndex;
import dev.gatehouse.server.session.Sessions;
import dev.gatehouse.server.session.sqlite.SqliteEndedSessionStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapsulePresenceTest {

    private static final Instant BEGIN = Sessions.BEGIN;

    private static Session session(String sid, long connected) {
        Session one = Sessions.session(sid, "ann", "n1");
        return new Session(sid, one.user(), one.username(), one.node(), one.ip(), one.kind(), one.agent(),
                one.loginAt(),
                BEGIN.plusSeconds(connected), one.lastSeenAt(), one.rooms(), one.stale());
    }

    private static EndedSession ended(String sid, long connected, long ended) {
        return new EndedSession(session(sid, connected), BEGIN.plusSeconds(ended), 1000, "closed", "client");
    }

    private static String text(Object given) {
        Delta delta = (Delta) given;
        return (delta.came() ? "+" : "-") + delta.sid() + (delta.at().getEpochSecond() - BEGIN.getEpochSecond());
    }

    @Test
    void comingsAndGoingsAreInOrderAndNobodyIsCountedTwice(@TempDir Path folder) {
        try (ReplicaDatabase replica = new ReplicaDatabase(folder)) {
            var store = new SqliteEndedSessionStore(replica);
            PresenceIndex index = new PresenceIndex();
            store.add(List.of(ended("before", -9, -1), ended("whole", 1, 3), ended("went", -5, 2),
                    ended("later", 4, 20), ended("both", 5, 21), ended("after", 11, 12)));
            index.putAll(List.of(session("still", 2), session("both", 5), session("long", -8), session("new", 10)));
            CapsulePresence presence = new CapsulePresence(index, store);
            Window window = new Window(BEGIN, BEGIN.plusSeconds(10));

            List<String> deltas = new ArrayList<>();
            presence.deltas(window, given -> deltas.add(text(given)));
            List<String> online = new ArrayList<>();
            presence.online(window, given -> online.add(((Session) given).sid()));
            List<String> over = new ArrayList<>();
            presence.ended(window, given -> over.add(((EndedSession) given).session().sid()));

            assertThat(deltas).containsExactlyInAnyOrder("+whole1", "-went2", "+still2", "-whole3", "+later4",
                    "+both5");
            assertThat(deltas).extracting(delta -> Integer.parseInt(delta.replaceAll("\\D", ""))).isSorted();
            assertThat(online).containsExactlyInAnyOrder("still", "both", "long", "later");
            assertThat(over).containsExactly("whole", "went");
        }
    }
}
