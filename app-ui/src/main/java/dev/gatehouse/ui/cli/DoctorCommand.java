package dev.gatehouse.ui.cli;

import dev.gatehouse.model.health.Diagnosis;
import dev.gatehouse.server.ConfigException;
import dev.gatehouse.server.GatehouseServer;
import dev.gatehouse.server.ServerConfig;
import java.util.ArrayList;
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
            host.out().printf("%-6s%-10s%s%n", mark, finding.subject(), finding.sentence());
        }
        return findings.stream().anyMatch(finding -> !finding.ok() && finding.fatal()) ? Program.FAILED : Program.DONE;
    }

    private List<Diagnosis> findings() {
        try {
            ServerConfig config = options.load(host);
            List<Diagnosis> findings = new ArrayList<>();
            findings.add(new Diagnosis("config", true, false, "The configuration is sound."));
            findings.addAll(GatehouseServer.diagnose(config));
            return findings;
        } catch (ConfigException failure) {
            return failure.faults().stream().map(fault -> new Diagnosis("config", false, true, fault)).toList();
        }
    }
}
