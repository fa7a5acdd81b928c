package dev.gatehouse.bench;

import java.io.IOException;
import java.util.List;

/** A real redis-server of the system, without persistence, on a port that was free. */
final class RedisServer implements AutoCloseable {

    private final Child process;
    private final int port;

    private RedisServer(Child process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one whose files would lie in {@code folder}, and waits until it answers. */
    static RedisServer start(String cores, Scratch folder) throws IOException, InterruptedException {
        int port = Ports.free();
        Child process = Child.start(cores, List.of("redis-server", "--port", Integer.toString(port), "--bind",
                "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder.path(".").toString()));
        Ports.awaitOpen(port, "redis-server");
        return new RedisServer(process, port);
    }

    Child process() {
        return process;
    }

    int port() {
        return port;
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.close();
    }
}
