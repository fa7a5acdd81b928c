package dev.gatehouse.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.json.Json;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers. */
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final String JSON = "application/json; charset=utf-8";

    private Answers() {}

    /** Writes {@code answer} as JSON; a {@link Text} as it is, a {@link Download} as it is made. */
    static void json(Context context, Object answer) {
        switch (answer) {
            case Text text -> {
                context.contentType(text.mediaType());
                context.result(text.body());
            }
            case Download download -> stream(context, download);
            default -> {
                context.contentType(JSON);
                context.result(bytes(answer));
            }
        }
    }

    /** Writes an answer as it is made. Where that breaks off the connection ends, so that no part passes for a whole. */
    private static void stream(Context context, Download download) {
        context.contentType(
                download.mediaType().startsWith("text/") ? download.mediaType() + "; charset=utf-8"
                        : download.mediaType());
        context.header("Content-Disposition", "attachment; filename=\"" + download.name() + "\"");
        OutputStream out = context.outputStream();
        try {
            download.content().writeTo(out);
            out.flush();
        } catch (IOException | RuntimeException e) {
            if (!context.res().isCommitted()) {
                throw e instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException("The answer to " + context.path() + " could not be begun", e);
            }
            LOG.warn("The answer to {} broke off: {}", context.path(), e.getMessage());
            LOG.debug("It broke off on this", e);
            ServletContextRequest.getServletContextRequest(context.req()).getConnectionMetaData().getConnection()
                    .getEndPoint().close();
        }
    }

    /**
     * Has browsers take no liberties with an answer: they do not guess its type, nor keep what belongs to somebody.
     */
    static void protect(Context context) {
        context.header("X-Content-Type-Options", "nosniff");
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
