package dev.gatehouse.ui.client;

import java.net.URI;

/** No answer came from the server at all. */
public final class Unreachable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final URI server;

    /** @param cause what the network said */
    public Unreachable(URI server, Throwable cause) {
        super("No answer from " + server + ".", cause);
        this.server = server;
    }

    /** The server that was asked. */
    public URI server() {
        return server;
    }
}
