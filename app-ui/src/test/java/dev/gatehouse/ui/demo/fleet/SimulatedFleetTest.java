package dev.gatehouse.ui.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.LoginExchange;
import dev.gatehouse.model.api.RouteTrafficExchange;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.server.GatehouseServer;
import dev.gatehouse.server.ServerConfig;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class SimulatedFleetTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void fleetComesInHeartBeatsAndMisbehavesWithoutAFault() throws Exception {
        ServerConfig config = ServerConfig.load(new ServerConfig.Sources(folder, null, Map.of(),
                Map.of("http.port", "0", "traffic.port", "0", "ws.heartbeat", "1s")));
        try (GatehouseServer server = GatehouseServer.start(config)) {
            Fleet.Operator operator = new Fleet.Operator("harbour-master", "a-word-for-the-test");
            server.createAdmin(operator.name(), operator.password().toCharArray());
            try (Fleet fleet = new Fleet(List.of(server.uri()), 20, folder, Clock.systemUTC())) {
                fleet.goThrough(List.of(Objects.requireNonNull(server.trafficUri())));
                fleet.start(operator);

                // Some of the good ones are just away: a fleet that is in has nine of ten inside.
                await().atMost(LIMIT).until(() -> fleet.tally().online() >= fleet.expected() * 9 / 10);
                assertThat(fleet.tally().of(Tally.Count.OPERATOR_ACTIONS)).isZero();
                Rest rest = new Rest(HttpClient.newHttpClient(), server.uri(), "test");
                String token = rest.send(Rest.Call.login(operator.name(), operator.password(), ClientKind.ADMIN),
                        LoginExchange.Response.class).accessToken();
                await().atMost(LIMIT).untilAsserted(() -> assertThat(pathsWithTraffic(rest, token))
                        .contains("/ferries/:line/times", "/cranes/:crane/load", "/weather/*station"));
                fleet.letOperatorsAct();
                await().atMost(LIMIT).until(() -> fleet.tally().of(Tally.Count.OPERATOR_ACTIONS) > 0);
                await().atMost(LIMIT).until(() -> fleet.tally().of(Tally.Count.HEARTBEATS) >= fleet.expected());
                await().atMost(LIMIT)
                        .until(() -> fleet.tally().refusals().containsKey("bad-credentials")
                                && fleet.tally().refusals().containsKey("upgrade refused with 401"));
                Fleet.Report report = fleet.report(operator, true);
                assertThat(report.online()).isPositive();
                assertThat(report.auditRecords()).isPositive();
                assertThat(fleet.tally().faults()).isEmpty();
            }
        }
    }

    private static Set<String> pathsWithTraffic(Rest rest, String token) throws Exception {
        Set<String> paths = new HashSet<>();
        for (RouteTrafficExchange.RouteTraffic traffic : rest.send(
                Rest.Call.signed("GET", RouteTrafficExchange.PATH, null, token), RouteTrafficExchange.Response.class)
                .items()) {
            paths.add(rest.send(Rest.Call.signed("GET", RoutesExchange.path(traffic.routeId()), null, token),
                    Route.class).spec().path());
        }
        return paths;
    }
}
