package dev.gatehouse.server.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** Writes the answers that no upstream gives. */
final class Replies {

    private Replies() {}

    /** A failure as a problem. */
    static void problem(Response response, RequestFailure failure) throws IOException {
        ErrorCode code = failure.code();
        Duration retryAfter = failure.hints().retryAfter();
        response.setStatus(code.status());
        if (retryAfter != null) {
            response.getHeaders().put("Retry-After", RequestFailure.seconds(retryAfter));
        }
        if (code.status() == 401) {
            response.getHeaders().put("WWW-Authenticate", "Bearer");
        }
        response.getHeaders().put("Content-Type", Problem.MEDIA_TYPE);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        try {
            whole(response,
                    ByteBuffer.wrap(Json.LENIENT.writeValueAsBytes(failure.problem(Trace.current().traceId()))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem cannot be written as JSON", e);
        }
    }

    /** An answer that a route gives itself. */
    static void fixed(Response response, StaticAnswer answer) throws IOException {
        response.setStatus(answer.status());
        response.getHeaders().put("Content-Type", answer.contentType());
        whole(response, ByteBuffer.wrap(answer.body().getBytes(StandardCharsets.UTF_8)));
    }

    /** An answer that was kept. */
    static void kept(Response response, TrafficAnswer answer) throws IOException {
        head(response, answer.status(), answer.headers());
        whole(response, answer.body());
    }

    /** Status and headers of an upstream's answer. */
    static void head(Response response, int status, Map<String, List<String>> headers) {
        response.setStatus(status);
        headers.forEach((name, values) -> {
            response.getHeaders().remove(name);
            values.forEach(value -> response.getHeaders().add(name, value));
        });
    }

    /** What is left of a limit. */
    static void standing(Response response, TrafficLimits.@Nullable Standing standing) {
        if (standing != null) {
            response.getHeaders().put("RateLimit-Limit", Long.toString(standing.limit()));
            response.getHeaders().put("RateLimit-Remaining", Long.toString(Math.max(0, standing.remaining())));
            response.getHeaders().put("RateLimit-Reset", RequestFailure.seconds(standing.reset()));
        }
    }

    private static void whole(Response response, ByteBuffer body) throws IOException {
        Content.Sink.write(response, true, body);
    }
}
