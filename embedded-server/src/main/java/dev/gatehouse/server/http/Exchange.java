package dev.gatehouse.server.http;

import dev.gatehouse.model.audit.Actor;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** One request, as an endpoint's action sees it. */
public interface Exchange {

    /**
     * Who asks.
     *
     * @throws IllegalStateException on an endpoint with {@link Access#PUBLIC}
     */
    Principal principal();

    /** Who asks; absent on an endpoint that lets everybody in, where nobody said who asks. */
    @Nullable
    Principal caller();

    /** The certificate by which the caller proved itself in TLS, chained to one that this node trusts. */
    @Nullable
    X509Certificate certificate();

    /** Who asks, as an audit record names it; anonymous on a public endpoint. */
    Actor actor();

    /** The caller's address, without a port. */
    String ip();

    /** The header {@code User-Agent}, cut to 200 characters. */
    @Nullable
    String agent();

    /** A part of the path. */
    String path(String name);

    /** A query parameter; absent where it was not given or is empty. */
    @Nullable
    String query(String name);

    /**
     * A query parameter that is a whole number.
     *
     * @throws dev.gatehouse.server.call.RequestFailure where it is no number or outside {@code least} to {@code most}
     */
    int query(String name, int otherwise, int least, int most);

    /**
     * The body, read strictly.
     *
     * @throws dev.gatehouse.server.call.RequestFailure where it is not JSON of that shape
     */
    <T> T body(Class<T> type);

    /**
     * The version that the header {@code If-Match} names, with or without quotes.
     *
     * @throws dev.gatehouse.server.call.RequestFailure where there is none, or it is no number
     */
    long ifMatch();

    /** Sets a header of the answer. */
    void header(String name, String value);
}
