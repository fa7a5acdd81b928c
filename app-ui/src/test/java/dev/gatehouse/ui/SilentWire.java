package dev.gatehouse.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** A wire to a node that can fall silent: nothing arrives any more, and nobody is told. */
public final class SilentWire implements AutoCloseable {

    private final ServerSocket entry;
    private final int target;
    private volatile boolean silent;

    public SilentWire(URI node) {
        target = node.getPort();
        try {
            entry = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Where to connect to instead of the node. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + entry.getLocalPort());
    }

    public void fallSilent() {
        silent = true;
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                Socket near = entry.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> carry(near, far));
                Thread.ofVirtual().start(() -> carry(far, near));
            } catch (IOException closed) {
                silent = true;
            }
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] bytes = new byte[16 * 1024];
        try (from; to) {
            InputStream in = from.getInputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (!silent) {
                    to.getOutputStream().write(bytes, 0, count);
                }
            }
        } catch (IOException over) {
            silent = true;
        }
    }

    @Override
    public void close() {
        try {
            entry.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
