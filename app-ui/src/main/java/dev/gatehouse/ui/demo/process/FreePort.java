package dev.gatehouse.ui.demo.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for programs that cannot choose their own. */
final class FreePort {

    private FreePort() {}

    /** A port on the loopback address that nobody held a moment ago. */
    static int find() throws DemoFailure {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new DemoFailure("No free port was found on the loopback address: " + failure.getMessage(), failure);
        }
    }
}
