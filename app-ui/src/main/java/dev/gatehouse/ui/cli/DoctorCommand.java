package dev.gatehouse.ui.cli;

import dev.gatehouse.model.health.Diagnosis;
import dev.gatehouse.server.ConfigException;
import dev.gatehouse.server.GatehouseServer;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code gatehouse doctor}. */
@Command(name = "doctor", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Checks configuration, ports, Redis, Kafka and the data folder.")
final class DoctorCommand implements Callable<Integer> {

    private final Host host;
    private final NodeOptions options;

    DoctorCommand(Host host, NodeOptions options) {
        this.host = host;
        this.options = options;
    }

    @Override
    public Integer call() {
        List<Diagnosis> findings = findings();
        for (Diagnosis finding : findings) {
            String mark = finding.ok() ? "ok" : finding.fatal() ? "FAULT" : "note";
            host.out().printf("%-6s%-12s%s%n", mark, finding.subject(), finding.sentence());
        }
        return findings.stream().anyMatch(finding -> !finding.ok() && finding.fatal()) ? Program.FAILED : Program.DONE;
    }

    private List<Diagnosis> findings() {
        try {
            return GatehouseServer.diagnose(options.load(host));
        } catch (ConfigException failure) {
            return failure.faults().stream().map(fault -> new Diagnosis("config", false, true, fault)).toList();
        }
    }
}
