package dev.gatehouse.server.http;

import org.jspecify.annotations.Nullable;

/** A call as it came over the wire, for whoever checks a signature over it. */
public interface SignedCall {

    /** The endpoint that it met. */
    Endpoint endpoint();

    /** In upper case. */
    String method();

    /** Path and query exactly as they were sent. */
    String target();

    /** A header; the first where it was sent more than once. */
    @Nullable
    String header(String name);

    /**
     * The whole body, empty where there is none.
     *
     * @throws RuntimeException where it is larger than {@link HttpServer#MAX_BODY_BYTES}
     */
    byte[] body();

    /** The caller's address, without a port. */
    String ip();
}
