package dev.gatehouse.ui.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.server.GatehouseServer;
import dev.gatehouse.server.ServerConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
                Map.of("http.port", "0", "traffic.port", "-1", "ws.heartbeat", "1s")));
        try (GatehouseServer server = GatehouseServer.start(config)) {
            Fleet.Operator operator = new Fleet.Operator("harbour-master", "a-word-for-the-test");
            server.createAdmin(operator.name(), operator.password().toCharArray());
            try (Fleet fleet = new Fleet(List.of(server.uri()), 20, folder, Clock.systemUTC())) {
                fleet.start(operator);

                // Some of the good ones are just away: a fleet that is in has nine of ten inside.
                await().atMost(LIMIT).until(() -> fleet.tally().online() >= fleet.expected() * 9 / 10);
                assertThat(fleet.tally().of(Tally.Count.OPERATOR_ACTIONS)).isZero();
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
}
