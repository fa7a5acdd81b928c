package dev.gatehouse.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.json.Json;
import io.javalin.http.Context;

/** Writes answers. */
final class Answers {

    private static final String JSON = "application/json; charset=utf-8";

    private Answers() {}

    /** Writes {@code answer} as JSON; a {@link Text} as it is. */
    static void json(Context context, Object answer) {
        if (answer instanceof Text text) {
            context.contentType(text.mediaType());
            context.result(text.body());
        } else {
            context.contentType(JSON);
            context.result(bytes(answer));
        }
    }

    /**
     * Has browsers take no liberties with an answer: they do not guess its type, frame it, run it, or keep what belongs
     * to somebody.
     */
    static void protect(Context context) {
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        context.header("Referrer-Policy", "no-referrer");
        if (context.path().startsWith("/api/")) {
            context.header("Cache-Control", "no-store");
        }
        if (context.scheme().equals("https")) {
            context.header("Strict-Transport-Security", "max-age=31536000");
        }
    }

    static byte[] bytes(Object answer) {
        try {
            return Json.LENIENT.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer of " + answer.getClass() + " cannot be written as JSON", e);
        }
    }
}
