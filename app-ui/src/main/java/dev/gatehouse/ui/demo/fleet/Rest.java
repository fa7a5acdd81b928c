package dev.gatehouse.ui.demo.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.api.LoginExchange;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * JSON calls of one node.
 *
 * @param http  carries the calls
 * @param node  the node's base address
 * @param agent sent as {@code User-Agent}
 */
public record Rest(HttpClient http, URI node, String agent) {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /**
     * One call.
     *
     * @param body    sent as JSON; absent for none
     * @param token   an access token; absent for a public call
     * @param version sent as {@code If-Match}; absent for none
     */
    public record Call(String method, String path, @Nullable Object body, @Nullable String token,
            @Nullable Long version) {

        /** A call without a token. */
        public static Call open(String method, String path, Object body) {
            return new Call(method, path, body, null, null);
        }

        /** Signs in, which is answered with a {@link LoginExchange.Response}. */
        public static Call login(String name, String password, ClientKind kind) {
            return open("POST", LoginExchange.PATH, new LoginExchange.Request(name, password, kind));
        }

        /** A call with a token. */
        public static Call signed(String method, String path, @Nullable Object body, String token) {
            return new Call(method, path, body, token, null);
        }
    }

    /**
     * Sends a call and reads its answer.
     *
     * @throws CallFailure where the node refuses or cannot be reached
     */
    public <T> T send(Call call, Class<T> answer) throws CallFailure, InterruptedException {
        String body = exchange(call);
        try {
            return Json.LENIENT.readValue(body, answer);
        } catch (JsonProcessingException failure) {
            throw new CallFailure(200, "unreadable answer",
                    call.method() + " " + call.path() + " gave an answer that cannot be read: "
                            + failure.getOriginalMessage(),
                    failure);
        }
    }

    /** Sends a call whose answer has no body, or none that matters. */
    public void send(Call call) throws CallFailure, InterruptedException {
        exchange(call);
    }

    private String exchange(Call call) throws CallFailure, InterruptedException {
        try {
            HttpResponse<String> response = http.send(request(call),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() >= 400) {
                throw refused(response);
            }
            return response.body();
        } catch (IOException failure) {
            throw new CallFailure(0, "no answer",
                    call.method() + " " + call.path() + " got no answer: " + failure.getMessage(), failure);
        }
    }

    private HttpRequest request(Call call) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve(call.path()))
                .timeout(LIMIT)
                .header("User-Agent", agent)
                .header("Accept", "application/json");
        if (call.token() != null) {
            request.header("Authorization", "Bearer " + call.token());
        }
        if (call.version() != null) {
            request.header("If-Match", call.version().toString());
        }
        Object body = call.body();
        if (body == null) {
            request.method(call.method(), HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(call.method(), HttpRequest.BodyPublishers.ofString(Json.STRICT.writeValueAsString(body)));
        }
        return request.build();
    }

    private static CallFailure refused(HttpResponse<String> response) {
        try {
            Problem problem = Json.LENIENT.readValue(response.body(), Problem.class);
            return new CallFailure(response.statusCode(), problem.code(), problem.detail(), null);
        } catch (JsonProcessingException | IllegalArgumentException unreadable) {
            return new CallFailure(response.statusCode(), "status " + response.statusCode(),
                    "The node answered with status " + response.statusCode() + " and no problem.", unreadable);
        }
    }
}
