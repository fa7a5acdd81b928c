package dev.gatehouse.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/** A real redis-server on the load's core, without persistence. */
final class Redis {

    private Redis() {}

    /** Starts one and waits until it takes connections. */
    static Child start(Scratch scratch, int port) throws IOException, InterruptedException {
        Child redis = Child.start(Child.LOAD_CORE, List.of("redis-server", "--port", Integer.toString(port), "--bind",
                "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", scratch.path(".").toString()));
        awaitOpen(port);
        return redis;
    }

    static int freePort() throws IOException {
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
}
