package dev.gatehouse.server.http;

import java.time.Duration;
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
 * @param terms    what a call may cost, and whether it is recorded
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
        Terms terms,
        Action action) {

    /**
     * What a call may cost, and whether it is recorded.
     *
     * @param rate      which limit it counts against
     * @param deadline  how long it may take; absent for as long as the node lets any
     * @param bodyBytes how large its body may be
     * @param audited   whether a call that worked is recorded although it only reads
     * @param refusals  whether a call that was refused is recorded although it changes nothing
     */
    public record Terms(Rate rate, @Nullable Duration deadline, int bodyBytes, boolean audited, boolean refusals) {

        static final Terms PUBLIC = new Terms(Rate.NONE, null, HttpServer.MAX_BODY_BYTES, false, false);
        static final Terms SIGNED_IN = new Terms(Rate.GENERAL, null, HttpServer.MAX_BODY_BYTES, false, false);

        static Terms of(Access access) {
            return access == Access.PUBLIC ? PUBLIC : SIGNED_IN;
        }
    }

    /** The limits that calls count against. */
    public enum Rate {
        /** None. */
        NONE,
        /** Sign-ins, per address. */
        LOGIN,
        /** Handshakes of machines, per address. */
        HANDSHAKE,
        /** All calls of one user. */
        GENERAL
    }

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
                Terms.of(access), action);
    }

    /** Begins an endpoint that changes something. */
    public static Endpoint changes(Access access, Method method, String path, String summary,
            @Nullable Class<?> request, @Nullable Class<?> response, Action action) {
        return new Endpoint(method, path, access, summary, List.of(), request, response,
                response == null ? 204 : 200, true, Terms.of(access), action);
    }

    /** This endpoint, understanding these query parameters. */
    public Endpoint withQuery(String... names) {
        return new Endpoint(method, path, access, summary, List.of(names), request, response, status,
                changes, terms, action);
    }

    /** This endpoint, answering with {@code newStatus} when it worked. */
    public Endpoint withStatus(int newStatus) {
        return new Endpoint(method, path, access, summary, query, request, response, newStatus, changes, terms,
                action);
    }

    /** This endpoint, marked as one that only asks although its method is not GET. */
    public Endpoint askingOnly() {
        return new Endpoint(method, path, access, summary, query, request, response, status, false, terms, action);
    }

    /** This endpoint, counting against another limit. */
    public Endpoint limitedBy(Rate rate) {
        return with(new Terms(rate, terms.deadline(), terms.bodyBytes(), terms.audited(), terms.refusals()));
    }

    /** This endpoint, which may take as long as this. */
    public Endpoint within(Duration deadline) {
        return with(new Terms(terms.rate(), deadline, terms.bodyBytes(), terms.audited(), terms.refusals()));
    }

    /** This endpoint, which takes bodies as large as this. */
    public Endpoint withBodyOf(int bytes) {
        return with(new Terms(terms.rate(), terms.deadline(), bytes, terms.audited(), terms.refusals()));
    }

    /** This endpoint, whose calls are recorded although they only read. */
    public Endpoint audited() {
        return with(new Terms(terms.rate(), terms.deadline(), terms.bodyBytes(), true, terms.refusals()));
    }

    /** This endpoint, whose refusals are recorded although it changes nothing. */
    public Endpoint refusalsAudited() {
        return with(new Terms(terms.rate(), terms.deadline(), terms.bodyBytes(), terms.audited(), true));
    }

    /** Whether a call that was refused is recorded. */
    public boolean recordsRefusals() {
        return changes || terms.refusals();
    }

    /** The call in a few words, such as {@code GET /api/v1/users/{id}}. */
    public String name() {
        return method + " " + path;
    }

    /** This endpoint, doing something else. */
    public Endpoint doing(Action other) {
        return new Endpoint(method, path, access, summary, query, request, response, status, changes, terms, other);
    }

    private Endpoint with(Terms newTerms) {
        return new Endpoint(method, path, access, summary, query, request, response, status, changes, newTerms, action);
    }
}
