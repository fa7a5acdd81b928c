package dev.gatehouse.server.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of the REST interface, as data: the pipeline enforces it, {@code /openapi.json} tells it.
 *
 * @param path     with {@code {name}} for its parts
 * @param summary  a few words for the API's description
 * @param query    names of the query parameters understood
 * @param request  the type of the body; absent where there is none
 * @param response the type of the answer; absent where it has no body
 * @param status   the status of an answer that worked
 * @param changes  whether it changes anything: then a refusal is audited, and a receipt answers
 */
public record Endpoint(
        Method method,
        String path,
        Access access,
        String summary,
        List<String> query,
        @Nullable Class<?> request,
        @Nullable Class<?> response,
        int status,
        boolean changes,
        Action action) {

    /** The methods in use. */
    public enum Method {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE
    }

    /** What an endpoint does. */
    @FunctionalInterface
    public interface Action {

        /** Answers; {@code null} means an answer without a body. */
        @Nullable
        Object handle(Exchange exchange);
    }

    /** Begins an endpoint that reads. */
    public static Endpoint reads(Access access, String path, String summary, Class<?> response, Action action) {
        return new Endpoint(Method.GET, path, access, summary, List.of(), null, response, 200, false,
                action);
    }

    /** Begins an endpoint that changes something. */
    public static Endpoint changes(Access access, Method method, String path, String summary,
            @Nullable Class<?> request, @Nullable Class<?> response, Action action) {
        return new Endpoint(method, path, access, summary, List.of(), request, response,
                response == null ? 204 : 200, true, action);
    }

    /** This endpoint, understanding these query parameters. */
    public Endpoint withQuery(String... names) {
        return new Endpoint(method, path, access, summary, List.of(names), request, response, status,
                changes, action);
    }

    /** This endpoint, answering with {@code newStatus} when it worked. */
    public Endpoint withStatus(int newStatus) {
        return new Endpoint(method, path, access, summary, query, request, response, newStatus, changes, action);
    }

    /** This endpoint, marked as one that only asks although its method is not GET. */
    public Endpoint askingOnly() {
        return new Endpoint(method, path, access, summary, query, request, response, status, false, action);
    }
}
