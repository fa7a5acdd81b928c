package dev.gatehouse.ui.cli;

import dev.gatehouse.model.health.Diagnosis;
import dev.gatehouse.server.GatehouseServer;
import dev.gatehouse.server.StartException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code gatehouse audit}. */
@Command(name = "audit", mixinStandardHelpOptions = true, versionProvider = Version.class, synopsisSubcommandLabel = "verify", description = "Looks after the book.")
final class AuditCommand {

    /** {@code gatehouse audit verify}. */
    @Command(name = "verify", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Checks the hash chain of all records; fails with the first break.")
    static final class Verify implements Callable<Integer> {

        private final Host host;
        private final NodeOptions options;

        Verify(Host host, NodeOptions options) {
            this.host = host;
            this.options = options;
        }

        @Override
        public Integer call() {
            try {
                List<Diagnosis> findings = GatehouseServer.verifyAudit(options.config(host));
                if (findings.isEmpty()) {
                    host.out().println("There are no audit records in this data folder yet.");
                }
                findings.forEach(finding -> host.out().println(finding.subject() + ": " + finding.sentence()));
                return findings.stream().allMatch(Diagnosis::ok) ? Program.DONE : Program.FAILED;
            } catch (StartException failure) {
                throw CommandFailure.failed(String.valueOf(failure.getMessage()));
            }
        }
    }
}
