package dev.gatehouse.server;

import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.NodeProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Starts nodes for tests, on ports that the system chooses. */
final class TestNodes {

    static final String ADMIN = NodeProcess.ADMIN;
    static final String PASSWORD = NodeProcess.PASSWORD;

    private TestNodes() {}

    /** A node with these settings beside the defaults. */
    static GatehouseServer start(Path data, Map<String, String> settings) throws ConfigException, StartException {
        return GatehouseServer.start(config(data, settings));
    }

    static ServerConfig config(Path data, Map<String, String> settings) throws ConfigException {
        Map<String, String> all = new HashMap<>(Map.of("http.port", "0", "traffic.port", "-1"));
        all.putAll(settings);
        return ServerConfig.load(new ServerConfig.Sources(data, null, Map.of(), all));
    }

    /** Makes the first administrator and signs it in. */
    static Api admin(GatehouseServer server) throws StartException {
        if (!server.hasAdmin()) {
            server.createAdmin(ADMIN, PASSWORD.toCharArray());
        }
        return new Api(server.uri()).signedIn(ADMIN, PASSWORD);
    }
}
