package dev.gatehouse.server.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.gatehouse.model.api.RouteReplayExchange;
import dev.gatehouse.model.api.RouteReplayExchange.Caller;
import dev.gatehouse.model.api.RouteReplayExchange.Edit;
import dev.gatehouse.model.api.RouteReplayExchange.Effect;
import dev.gatehouse.model.api.RouteReplayExchange.Example;
import dev.gatehouse.model.api.RouteReplayExchange.Group;
import dev.gatehouse.model.api.RouteReplayExchange.Request;
import dev.gatehouse.model.api.RouteReplayExchange.Stop;
import dev.gatehouse.model.api.RoutesExchange.Draft;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.server.audit.TopicReader;
import dev.gatehouse.server.audit.sqlite.SqliteAuditIndex;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteReplayTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Route ORDERS = route("r1", "*", "/orders/:id");
    private static final Route SHOP = route("r2", "shop.example.com", "/things");

    @TempDir
    private Path folder;
    private ReplicaDatabase replica;
    private SqliteAuditIndex index;
    private int records;

    private record Table(List<Route> routes) implements RouteTable {

        @Override
        public RouteTree tree() {
            return RouteTree.of(routes);
        }

        @Override
        public @Nullable Route find(String id) {
            return routes.stream().filter(route -> route.id().equals(id)).findFirst().orElse(null);
        }
    }

    @BeforeEach
    void open() {
        replica = new ReplicaDatabase(folder);
        index = new SqliteAuditIndex(replica, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        replica.close();
    }

    private static Route route(String id, String host, String path) {
        return new Route(id,
                new RouteSpec("*", host, path, RoutePermission.PUBLIC, Set.of(), List.of("http://h:1"), null,
                        true, null, RoutePolicies.NONE),
                Instant.EPOCH, Instant.EPOCH, "root", 1);
    }

    private static Draft draft(String path, RoutePermission permission, Role... roles) {
        return new Draft(null, null, path, permission, Set.of(roles), List.of("http://h:1"), null, null, null, null);
    }

    private void seen(int times, String path, @Nullable String user, @Nullable String routeId) {
        seen(times, path, user, routeId, null);
    }

    private void seen(int times, String path, @Nullable String user, @Nullable String routeId,
            @Nullable Boolean traffic) {
        List<EventLog.Entry> entries = new ArrayList<>();
        for (int at = 0; at < times; at++) {
            Map<String, Object> data = new HashMap<>(Map.of("method", "GET", "path", path, "status", 200, "ip",
                    "10.0.0.1", "node", "n1"));
            if (user != null) {
                data.put("user", user);
                data.put("userName", "name of " + user);
            }
            if (traffic != null) {
                data.put("traffic", traffic);
            }
            if (routeId != null) {
                data.put("routeId", routeId);
            }
            entries.add(new EventLog.Entry(new Receipt("access", 0, records), "k", Api.json(Map.of("type",
                    "gatehouse.http.answered", "time", NOON.plusSeconds(records).toString(), "data", data))));
            records++;
        }
        index.add(entries, TopicReader.ACCESS);
    }

    private RouteReplayExchange.Response replay(Integer last, List<String> hidden, Edit... edits) {
        return replay(hidden, new Request(List.of(edits), last, null, null, null));
    }

    private RouteReplayExchange.Response replay(List<String> hidden, Request asked) {
        return new RouteReplay(index, new Table(List.of(ORDERS, SHOP)),
                user -> user.equals("boss") ? Set.of(Role.OPERATOR) : Set.of(), Duration.ofSeconds(30))
                .run(asked, hidden);
    }

    @Test
    void whatWouldChangeIsToldByWhereItCameFromAndWouldGo() {
        seen(3, "/orders/7", "ann", "r1");
        seen(2, "/orders/mine", null, "r1");
        seen(4, "/files/x", "bob", null);
        seen(5, "/api/v1/users", "boss", null);
        seen(1, "/nowhere", null, null);

        RouteReplayExchange.Response response = replay(100, List.of(),
                new Edit(null, draft("/orders/mine", RoutePermission.PUBLIC)),
                new Edit(null, draft("/files/*rest", RoutePermission.PUBLIC)));

        assertThat(response.looked()).isEqualTo(10);
        assertThat(response.changed()).isEqualTo(6);
        assertThat(response.complete()).isFalse();
        assertThat(response.from()).isEqualTo(NOON);
        assertThat(response.to()).isEqualTo(NOON.plusSeconds(14));
        assertThat(response.groups()).extracting(Group::effect).containsExactly(Effect.GAINED, Effect.MOVED);
        Group gained = response.groups().getFirst();
        assertThat(gained.count()).isEqualTo(4);
        assertThat(gained.opened()).isEqualTo(4);
        assertThat(gained.before()).isNull();
        assertThat(Objects.requireNonNull(gained.after()).id()).isNull();
        assertThat(Objects.requireNonNull(gained.after()).path()).isEqualTo("/files/*rest");
        assertThat(gained.callers()).containsExactly(new Caller("bob", "name of bob", 4));
        assertThat(gained.examples()).hasSize(4).first().extracting(Example::path, Example::at)
                .containsExactly("/files/x", NOON.plusSeconds(8));
        Group moved = response.groups().getLast();
        assertThat(Objects.requireNonNull(moved.before()).id()).isEqualTo("r1");
        assertThat(moved.callers()).containsExactly(new Caller(null, "10.0.0.1", 2));
        assertThat(moved.shut() + moved.opened()).isZero();
    }

    @Test
    void whatCameToTheTrafficPortIsLookedAtWhateverItsPath() {
        seen(3, "/api/v1/orders", null, null, true);
        seen(4, "/api/v1/users", null, null, false);
        seen(5, "/anything", null, null, false);
        seen(6, "/wsdl", null, null, null);
        seen(7, "/ws", null, null, null);

        RouteReplayExchange.Response response = replay(100, List.of(),
                new Edit(null, draft("/*rest", RoutePermission.PUBLIC)));

        assertThat(response.looked()).isEqualTo(9);
        assertThat(response.changed()).isEqualTo(9);
    }

    @Test
    void whoWouldBeShutOutIsCounted() {
        seen(2, "/orders/1", null, "r1");
        seen(3, "/orders/1", "ann", "r1");
        seen(4, "/orders/1", "boss", "r1");

        Group signedIn = replay(9, List.of(), new Edit("r1", draft("/orders/:id", RoutePermission.USER))).groups()
                .getFirst();
        assertThat(signedIn.effect()).isEqualTo(Effect.ALTERED);
        assertThat(signedIn.shut()).isEqualTo(2);
        Group operators = replay(9, List.of(),
                new Edit("r1", draft("/orders/:id", RoutePermission.ADMIN, Role.VIEWER))).groups().getFirst();
        assertThat(operators.shut()).isEqualTo(5);
        assertThat(replay(9, List.of(),
                new Edit("r1", draft("/orders/:id", RoutePermission.ADMIN, Role.ADMIN))).groups().getFirst().shut())
                .isEqualTo(9);
        Group gone = replay(9, List.of(), new Edit("r1", null)).groups().getFirst();
        assertThat(gone.effect()).isEqualTo(Effect.LOST);
        assertThat(gone.after()).isNull();
        assertThat(gone.shut()).isEqualTo(9);
        assertThat(replay(9, List.of(), new Edit("r1", draft("/orders/:other", RoutePermission.PUBLIC))).changed())
                .as("another name for the same").isZero();
    }

    @Test
    void requestOfARouteWithAHostIsAskedWithThatHost() {
        seen(1, "/things", null, "r2");

        assertThat(replay(1, List.of(), new Edit("r2", null)).groups().getFirst().examples().getFirst().host())
                .isEqualTo("shop.example.com");
        assertThat(replay(1, List.of(), new Edit(null, draft("/things", RoutePermission.PUBLIC))).changed()).isZero();
    }

    @Test
    void pathIsReadAsTheTrafficPortReadsIt() {
        seen(2, "/orders/7;x", null, null);
        seen(3, "/orders/a%2fb", null, null);
        seen(4, "/%6frders/7", null, "r1");

        RouteReplayExchange.Response response = replay(9, List.of(), new Edit("r1", null));
        assertThat(response.looked()).isEqualTo(9);
        assertThat(response.changed()).isEqualTo(4);
    }

    @Test
    void onlyTheLastOnesAreLookedAt() {
        seen(700, "/orders/1", null, "r1");
        seen(600, "/files/x", null, null);

        RouteReplayExchange.Response response = replay(1100, List.of(), new Edit("r1", null));
        assertThat(response.looked()).isEqualTo(1100);
        assertThat(response.complete()).isTrue();
        assertThat(response.changed()).isEqualTo(500);
    }

    @Test
    void onlyRequestsOfATimeAreLookedAt() {
        seen(10, "/orders/1", null, "r1");
        List<Edit> gone = List.of(new Edit("r1", null));
        Instant from = NOON.plusSeconds(3);

        RouteReplayExchange.Response between = replay(List.of(),
                new Request(gone, null, from, NOON.plusSeconds(7), null));
        assertThat(between.looked()).isEqualTo(4);
        assertThat(between.from()).isEqualTo(from);
        assertThat(between.to()).isEqualTo(NOON.plusSeconds(6));
        assertThat(between.complete()).isTrue();
        assertThat(between.stop()).isEqualTo(Stop.RECORDS);

        RouteReplayExchange.Response newest = replay(List.of(), new Request(gone, 2, from, null, null));
        assertThat(newest.from()).as("the newest of that time").isEqualTo(NOON.plusSeconds(8));
        assertThat(newest.stop()).isEqualTo(Stop.LAST);

        RouteReplayExchange.Response until = replay(List.of(), new Request(gone, null, null, from, null));
        assertThat(until.looked()).isEqualTo(3);
        assertThat(until.complete()).as("nobody said from when on").isFalse();
    }

    @Test
    void asManyAreNamedAsIsAskedFor() {
        for (int user = 0; user < 12; user++) {
            seen(2, "/orders/1", "u" + user, "r1");
        }
        List<Edit> gone = List.of(new Edit("r1", null));

        Group few = replay(List.of(), new Request(gone, null, null, null, null)).groups().getFirst();
        assertThat(few.callers()).hasSize(10);
        assertThat(few.examples()).hasSize(5);
        assertThat(few.callerCount()).isEqualTo(12);
        Group all = replay(List.of(), new Request(gone, null, null, null, 1_000)).groups().getFirst();
        assertThat(all.callers()).hasSize(12);
        assertThat(all.examples()).hasSize(24);
    }

    @Test
    void whatIsMaskedStaysSo() {
        seen(2, "/orders/secret", "ann", "r1");

        Group group = replay(2, List.of("data.actor.name", "data.resource"), new Edit("r1", null)).groups().getFirst();
        assertThat(group.callers()).containsExactly(new Caller(null, "***", 2));
        assertThat(group.examples()).extracting(Example::path, Example::caller)
                .containsOnly(tuple("***", "***"));
    }

    @Test
    void editsThatCannotWorkAreToldByField() {
        assertThat(faults(1, new Edit("r9", null), new Edit(null, null),
                new Edit(null, draft("x", RoutePermission.PUBLIC)), new Edit("r1", null), new Edit("r1", null)))
                .containsExactly("edits[0].id", "edits[1]", "edits[2].draft.path", "edits[4].id");
        assertThat(faults(1)).containsExactly("edits");
        assertThat(faults(0, new Edit("r1", null))).containsExactly("last");
        assertThat(faults(10_001, new Edit("r1", null))).containsExactly("last");
        List<Edit> gone = List.of(new Edit("r1", null));
        assertThat(faults(new Request(gone, null, Instant.MIN, Instant.MAX, 1_001)))
                .containsExactly("named", "from", "to");
        assertThat(faults(new Request(gone, null, NOON, NOON, 1))).containsExactly("to");
    }

    private List<String> faults(int last, Edit... edits) {
        return faults(new Request(List.of(edits), last, null, null, null));
    }

    private List<String> faults(Request asked) {
        return catchThrowableOfType(RequestFailure.class, () -> replay(List.of(), asked)).hints().errors().stream()
                .map(FieldError::field).toList();
    }
}
