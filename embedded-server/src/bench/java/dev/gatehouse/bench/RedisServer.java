package dev.gatehouse.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
        int port = freePort();
        Child process = Child.start(cores, List.of("redis-server", "--port", Integer.toString(port), "--bind",
                "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder.path(".").toString()));
        awaitOpen(port);
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

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static void awaitOpen(int port) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                Thread.sleep(20);
            }
        }
        throw new BenchFailure("redis-server did not start.");
    }

    @Override
    public void close() {
        process.close();
    }
}
