package dev.gatehouse.ui.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gatehouse screenshots}. */
@Command(name = "screenshots", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Writes a picture of every view, in both themes, on demo data, without a display.")
final class ScreenshotsCommand implements Callable<Integer> {

    private final Host host;

    @Parameters(paramLabel = "DIR", description = "The folder that takes the pictures.")
    private Path folder = Path.of(".");

    ScreenshotsCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        host.err().println("gatehouse: the pictures for " + folder + " are not built into this version yet.");
        return Program.FAILED;
    }
}
