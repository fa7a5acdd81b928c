package dev.gatehouse.server.gateway;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for.
 *
 * @param method  in upper case
 * @param host    in lower case, without a port
 * @param said    the host as upstreams are told it, with the port that the caller named, in lower case
 * @param path    in its one canonical spelling, as it is passed on, free of dot segments, empty segments, encoded slashes
 *                and path parameters: what is ambiguous was refused before
 * @param query   as it was sent, without the question mark; absent where there is none
 * @param headers by name in lower case; none where the route keeps no answers
 */
public record Asked(String method, String host, String said, String path, @Nullable String query,
        Map<String, List<String>> headers) {

    public Asked {
        headers = Map.copyOf(headers);
    }

    /** The same with these headers. */
    Asked with(Map<String, List<String>> named) {
        return new Asked(method, host, said, path, query, named);
    }

    /** Path and query. */
    public String target() {
        return query == null ? path : path + "?" + query;
    }

    /** Whether upstreams are told the header of this name, in lower case, by the traffic port, whatever a caller says. */
    public static boolean isToldByThePort(String name) {
        return Headers.isSaidHere(name);
    }
}
