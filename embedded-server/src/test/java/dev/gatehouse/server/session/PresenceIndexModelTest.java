package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.session.PresenceWindows.Sizes;
import dev.gatehouse.server.session.PresenceWindows.Window;
import dev.gatehouse.server.session.column.SessionColumn;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The index beside a map of sessions, which filters and sorts all of them each time. */
class PresenceIndexModelTest {

    private static final List<String> NAMES = List.of("ann", "Ann", "ANNABEL", "annabel-of-the-harbour",
            "annabel-of-the-lighthouse", "bob", "Ærø", "ærøskøbing", "李小龙", "李", "Kelvin", "\u212Aelvin", "", "ÿ",
            "Āb");
    private static final List<String> AGENTS = List.of("Firefox/140", "firefox/9", "curl", "");
    private static final List<List<String>> ROOMS = List.of(List.of(), List.of("lobby"), List.of("Lobby", "bar"),
            List.of("bar"));
    private static final List<String> QUERIES = List.of("", "a", "ann", "ANNABEL-of-the-l", "s", "s1", "s1 node:N1",
            "10.1", "node:n2", "kind:web", "user:u1", "user:ær", "李", "k", "agent:FIRE", "agent:curl room:bar",
            "room:LOBBY", "ip:::1", "nobody", "s kind:app ann", "since:<1s", "since:>1s ann", "seen:<1s",
            "seen:>1s node:n1", "seen:<2s");

    /** One change or look. */
    @FunctionalInterface
    interface Step {

        void run(Both both);
    }

    @Property(tries = 150)
    void answersAsAMapWould(@ForAll("steps") List<Step> steps) {
        Both both = new Both();
        steps.forEach(step -> step.run(both));
        both.compare();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> sids = Arbitraries.integers().between(0, 40).map(number -> "s" + number);
        Arbitrary<Instant> times = Arbitraries.longs().between(0, 50).map(Sessions.BEGIN::plusNanos);
        Arbitrary<Step> put = Combinators.combine(sids, Arbitraries.of(NAMES), Arbitraries.integers().between(0, 11),
                Arbitraries.of(AGENTS), Arbitraries.of(ROOMS), times, times)
                .as((sid, name, number, agent, rooms, login, seen) -> both -> both.put(new Session(sid,
                        "u" + number % 3, name, "n" + (1 + number / 4), number == 7 ? "::1" : "10." + number + ".2.3",
                        List.of(ClientKind.values()).get(number % 3), agent.isEmpty() ? null : agent, login,
                        login.plusNanos(number),
                        seen, rooms, false)));
        Arbitrary<Step> remove = Combinators.combine(sids, Arbitraries.of("n1", "n2", "n3"))
                .as((sid, node) -> both -> both.remove(sid, node));
        Arbitrary<Step> seen = Combinators.combine(sids, times).as((sid, at) -> both -> both.seen(sid, at));
        Arbitrary<Step> look = Combinators.combine(Arbitraries.of(QUERIES), Arbitraries.of(SessionColumn.class),
                Arbitraries.of(true, false), Arbitraries.integers().between(0, 12),
                Arbitraries.integers().between(0, 9))
                .as((query, column, descending, offset, limit) -> both -> both.look(SessionFilter.parse(query,
                        Sessions.BEGIN.plusSeconds(1).plusNanos(25)),
                        new SessionOrder(column, descending), offset, limit));
        Arbitrary<Step> sort = Arbitraries.just(Both::sortOne);
        Arbitrary<Step> wait = Arbitraries.just(both -> both.nanos.addAndGet(25_000_000_000L));
        return Arbitraries.frequencyOf(Tuple.of(6, put), Tuple.of(2, remove),
                Tuple.of(3, seen), Tuple.of(6, look), Tuple.of(3, sort),
                Tuple.of(1, wait)).list().ofMinSize(20).ofMaxSize(200);
    }

    /** The index and the map. */
    static final class Both {

        private final AtomicLong nanos = new AtomicLong();
        private final Queue<Runnable> sorting = new ArrayDeque<>();
        private final PresenceIndex index = new PresenceIndex(nanos::get, sorting::add, new Sizes(3, 6));
        private final Map<String, Session> model = new HashMap<>();

        private static boolean live(String node) {
            return !node.equals("n2");
        }

        private void compare() {
            while (!sorting.isEmpty()) {
                sorting.remove().run();
            }
            assertThat(index.all()).containsExactlyInAnyOrderElementsOf(model.values());
            assertThat(index.count()).isEqualTo(model.size());
            assertThat(index.countByNode()).isEqualTo(counted(Session::node));
            for (String node : List.of("n1", "n2", "n3")) {
                assertThat(index.ofNode(node))
                        .containsExactlyInAnyOrderElementsOf(those(one -> one.node().equals(node)));
                assertThat(index.sidsOfNode(node)).hasSameSizeAs(index.ofNode(node));
            }
            for (String user : List.of("u0", "u1", "u2")) {
                assertThat(index.ofUser(user))
                        .containsExactlyInAnyOrderElementsOf(those(one -> one.user().equals(user)));
            }
            for (String room : List.of("lobby", "Lobby", "bar")) {
                List<Session> members = those(one -> one.rooms().contains(room));
                assertThat(index.inRoom(room)).containsExactlyInAnyOrderElementsOf(members);
                assertThat(index.countByRoom().getOrDefault(room, Map.of()))
                        .isEqualTo(
                                members.stream().collect(Collectors.groupingBy(Session::node, Collectors.counting())));
            }
            index.countByKind().forEach((kind, count) -> assertThat(count)
                    .isEqualTo(those(one -> one.kind() == kind).size()));
        }

        private void put(Session session) {
            index.put(session);
            model.put(session.sid(), session);
            assertThat(index.find(session.sid())).isEqualTo(session);
        }

        private void remove(String sid, String node) {
            Session known = model.get(sid);
            if (known != null && known.node().equals(node)) {
                model.remove(sid);
                assertThat(index.remove(sid, node)).isEqualTo(known);
            } else {
                assertThat(index.remove(sid, node)).isNull();
            }
            assertThat(index.find(sid)).isEqualTo(model.get(sid));
        }

        private void seen(String sid, Instant at) {
            index.seen(sid, at);
            model.computeIfPresent(sid,
                    (_, known) -> known.lastSeenAt().isBefore(at) ? known.seenAt(at) : known);
        }

        private void look(SessionFilter filter, SessionOrder order, int offset, int limit) {
            List<Session> all = model.values().stream().filter(filter)
                    .map(session -> session.withStale(!live(session.node()))).sorted(order).toList();
            Window window = index.window(filter, order, Both::live, offset, limit);
            assertThat(window.total()).isEqualTo(all.size());
            assertThat(window.rows()).as("%s %s", filter, order)
                    .isEqualTo(all.subList(Math.min(offset, all.size()), Math.min(offset + limit, all.size())));
            assertThat(List.copyOf(index.matching(filter)))
                    .containsExactlyInAnyOrderElementsOf(model.values().stream().filter(filter).toList());
        }

        private void sortOne() {
            if (!sorting.isEmpty()) {
                sorting.remove().run();
            }
        }

        private List<Session> those(Predicate<Session> wanted) {
            return model.values().stream().filter(wanted).toList();
        }

        private Map<String, Long> counted(Function<Session, String> key) {
            return model.values().stream().collect(Collectors.groupingBy(key, Collectors.counting()));
        }
    }
}
