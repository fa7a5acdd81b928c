package dev.gatehouse.ui.cli;

import dev.gatehouse.server.ConfigException;
import dev.gatehouse.server.ServerConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import net.harawata.appdirs.AppDirsFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes; one instance serves the whole command line. */
final class NodeOptions {

    @Option(names = "--config", paramLabel = "FILE", scope = ScopeType.INHERIT, description = "A HOCON file with configuration keys.")
    private @Nullable Path file;

    @Option(names = "--data", paramLabel = "DIR", scope = ScopeType.INHERIT, description = "The data folder; without it, the platform's folder for application data.")
    private @Nullable Path data;

    private final Map<String, String> overrides = new LinkedHashMap<>();

    /** Called for the options before a command and for those after it. */
    @Option(names = "--set", paramLabel = "key=value", scope = ScopeType.INHERIT, description = "Sets one configuration key; repeatable.")
    void set(Map<String, String> given) {
        overrides.putAll(given);
    }

    /** What {@code --set} said. */
    Map<String, String> overrides() {
        return Map.copyOf(overrides);
    }

    /** The node's data folder. */
    Path data() {
        return data != null ? data : Path.of(AppDirsFactory.getInstance().getUserDataDir("gatehouse", null, null));
    }

    /** Reads and checks the configuration; what is wrong with it is wrong usage. */
    ServerConfig config(Host host) {
        try {
            return load(host);
        } catch (ConfigException failure) {
            throw CommandFailure.wrongUsage(String.join("\ngatehouse: ", failure.faults()));
        }
    }

    /** Reads and checks the configuration. */
    ServerConfig load(Host host) throws ConfigException {
        return ServerConfig.load(new ServerConfig.Sources(data(), file, host.variables(), overrides()));
    }
}
