package dev.gatehouse.bench;

import dev.gatehouse.server.ConfigException;
import dev.gatehouse.server.GatehouseServer;
import dev.gatehouse.server.ServerConfig;
import dev.gatehouse.server.StartException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A real node with an administrator, in a process of its own. */
public final class NodeMain {

    static final String ADMIN = "root";
    static final String PASSWORD = "correct horse battery";

    private NodeMain() {}

    /**
     * Takes the data folder and {@code key=value} settings; says {@code traffic <uri>} where it
     * takes managed traffic, and then {@code ready <uri>}.
     */
    public static void main(String[] arguments) throws IOException, ConfigException, StartException {
        Map<String, String> settings = new HashMap<>(Map.of("http.port", "0", "traffic.port", "-1"));
        for (int i = 1; i < arguments.length; i++) {
            String[] setting = arguments[i].split("=", 2);
            settings.put(setting[0], setting[1]);
        }
        ServerConfig config = ServerConfig
                .load(new ServerConfig.Sources(Path.of(arguments[0]), null, Map.of(), settings));
        try (GatehouseServer server = GatehouseServer.start(config)) {
            if (!server.hasAdmin()) {
                server.createAdmin(ADMIN, PASSWORD.toCharArray());
            }
            if (server.trafficUri() != null) {
                Parent.say("traffic " + server.trafficUri());
            }
            Parent.say("ready " + server.uri());
            Parent.serve(order -> order);
        }
    }
}
