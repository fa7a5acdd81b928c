package dev.gatehouse.server.http;

import dev.gatehouse.model.audit.Actor;
import java.nio.file.Path;
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
     * Writes the body to a file as it comes, and has it on disk on return. The file is there and empty before.
     *
     * @param mediaType what the body must be, in UTF-8 where it is a text
     * @throws dev.gatehouse.server.call.RequestFailure where the body is of another type, is empty or larger than
     *     {@code mostBytes}, or ends before it was whole
     * @throws dev.gatehouse.server.call.StorageException where the file cannot be written
     */
    void bodyTo(Path file, String mediaType, long mostBytes);

    /**
     * The version that the header {@code If-Match} names, with or without quotes.
     *
     * @throws dev.gatehouse.server.call.RequestFailure where there is none, or it is no number
     */
    long ifMatch();

    /** Sets a header of the answer. */
    void header(String name, String value);

    /** Whether the request has a body at all. */
    boolean hasBody();

    /** A cookie of the request. */
    @Nullable
    String cookie(String name);

    /** Has a browser keep these cookies, unless another site has caused the request. */
    void give(BrowserCookies.Jar jar);

    /** Has a browser forget all cookies of this server. */
    void clearCookies();

    /**
     * Lets a request through that shows that it comes from this server's own pages.
     *
     * @throws dev.gatehouse.server.call.RequestFailure where it does not
     */
    void requireOwnSite(String csrfToken);
}
