package dev.gatehouse.server.session;

import static dev.gatehouse.server.session.Sessions.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.call.RequestFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionWindowTest {

    private final Session ann = new Session("s-ann", "u1", "Ann", "n1", "10.1.2.3", ClientKind.WEB, "Firefox/140",
            Sessions.BEGIN, Sessions.BEGIN.plusSeconds(3), Sessions.BEGIN, List.of("lobby", "bar"), false);
    private final Session bob = new Session("s-bob", "u2", "bob", "n2", "10.1.9.9", ClientKind.APP, null,
            Sessions.BEGIN, Sessions.BEGIN.plusSeconds(2), Sessions.BEGIN, List.of(), false);
    private final Session eve = new Session("t-eve", "u3", "Annabel", "n2", "::1", ClientKind.ADMIN, "curl",
            Sessions.BEGIN, Sessions.BEGIN.plusSeconds(1), Sessions.BEGIN, List.of("lobby"), false);

    @Test
    void wordsAreBeginningsOfNameIdOrAddress() {
        assertThat(found("ann")).containsExactly(ann, eve);
        assertThat(found("S-")).containsExactly(ann, bob);
        assertThat(found("10.1")).containsExactly(ann, bob);
        assertThat(found("::1")).containsExactly(eve);
        assertThat(found("ann 10")).containsExactly(ann);
        assertThat(found("nobody")).isEmpty();
        assertThat(found("  ")).hasSize(3);
        assertThat(found(null)).hasSize(3);
    }

    @Test
    void fieldsNameTheirValue() {
        assertThat(found("node:n2")).containsExactly(bob, eve);
        assertThat(found("kind:APP")).containsExactly(bob);
        assertThat(found("user:u1")).containsExactly(ann);
        assertThat(found("user:anna")).containsExactly(eve);
        assertThat(found("ip:10.1.9")).containsExactly(bob);
        assertThat(found("agent:fire")).containsExactly(ann);
        assertThat(found("room:lobby node:n1")).containsExactly(ann);
        assertThatThrownBy(() -> found("kind:robot")).isInstanceOf(RequestFailure.class).hasMessageContaining("robot");
    }

    @Test
    void agesAreCountedFromNow() {
        assertThat(found("since:<8s")).containsExactly(ann, bob);
        assertThat(found("since:8s")).containsExactly(ann, bob);
        assertThat(found("since:>8s")).containsExactly(eve);
        assertThat(found("seen:>9s")).hasSize(3);
        assertThat(found("seen:<9s")).isEmpty();
        assertThat(found("SINCE:<1h node:n2")).containsExactly(bob, eve);
        assertThatThrownBy(() -> found("seen:soon")).isInstanceOf(RequestFailure.class)
                .hasMessageContaining("seen:<10m");
    }

    @Test
    void unknownColumnIsRefusedWithTheOnesThereAre() {
        assertThatThrownBy(() -> SessionOrder.parse("-colour")).isInstanceOf(RequestFailure.class)
                .hasMessageContaining("username");
    }

    @Test
    void anyWindowIsWhatSortingAllWouldGive() {
        Random random = new Random(42);
        List<Session> all = new ArrayList<>(IntStream.range(0, 3000)
                .mapToObj(i -> session("s" + i, "user" + random.nextInt(50), "n" + random.nextInt(3))).toList());
        for (String sort : List.of("username", "-username", "-node", "sid", "rooms", "-connectedAt", "agent", "ip")) {
            Comparator<Session> order = SessionOrder.parse(sort);
            List<Session> sorted = all.stream().sorted(order).toList();
            for (int round = 0; round < 30; round++) {
                int from = random.nextInt(3100);
                int to = from + random.nextInt(120);
                assertThat(Slice.of(all.toArray(Session[]::new), order, from, to)).as("%s %s-%s", sort, from, to)
                        .isEqualTo(sorted.subList(Math.min(from, 3000), Math.min(to, 3000)));
            }
        }
    }

    @Test
    void indexCountsByNodeAndKind() {
        PresenceIndex index = new PresenceIndex();
        List.of(ann, bob, eve).forEach(index::put);
        index.put(bob.seenAt(Sessions.BEGIN.plusSeconds(9)));
        assertThat(index.remove("s-ann", "n2")).isNull();
        assertThat(index.remove("s-ann", "n1")).isEqualTo(ann);

        assertThat(index.count()).isEqualTo(2);
        assertThat(index.countByNode()).containsOnlyKeys("n2").containsEntry("n2", 2L);
        assertThat(index.countByKind()).containsEntry(ClientKind.APP, 1L).containsEntry(ClientKind.WEB, 0L);
        assertThat(index.ofUser("u1")).isEmpty();
    }

    private List<Session> found(@Nullable String words) {
        return List.of(ann, bob, eve).stream().filter(SessionFilter.parse(words, Sessions.BEGIN.plusSeconds(10)))
                .sorted(SessionOrder.parse(null))
                .toList();
    }
}
