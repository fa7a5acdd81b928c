package dev.gatehouse.server.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.call.RequestFailure;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One request on its way through the pipeline; stages fill it in. */
final class ServerCall implements Exchange, SignedCall {

    private static final int MAX_AGENT_LENGTH = 200;
    /** Where Jetty leaves the client's certificates, the leaf first. */
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final String ANONYMOUS = "anonymous";
    private static final String BROKEN_OFF = "The body ended before it was whole; send it again.";
    private static final long MOST_PASSED_OVER = 8L << 20;

    private final Context context;
    private final Endpoint endpoint;
    private @Nullable Principal principal;
    private byte @Nullable [] body;
    private @Nullable Runnable beforeGiving;

    ServerCall(Context context, Endpoint endpoint) {
        this.context = context;
        this.endpoint = endpoint;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public String method() {
        return context.req().getMethod();
    }

    @Override
    public String target() {
        String query = context.req().getQueryString();
        return query == null ? context.req().getRequestURI() : context.req().getRequestURI() + "?" + query;
    }

    @Override
    public @Nullable String header(String name) {
        return context.header(name);
    }

    @Override
    public byte[] body() {
        if (body == null) {
            body = read();
        }
        return body;
    }

    /** Reads the body, and no more of it than the endpoint takes and memory should hold. */
    private byte[] read() {
        int most = Math.min(endpoint.terms().bodyBytes(), HttpServer.MAX_BODY_BYTES);
        try {
            byte[] bytes = context.bodyInputStream().readNBytes(most + 1);
            if (bytes.length > most) {
                passOver();
                throw tooLarge(most);
            }
            return bytes;
        } catch (IOException e) {
            throw new RequestFailure(ErrorCode.BAD_REQUEST, BROKEN_OFF, e);
        }
    }

    @Override
    public @Nullable X509Certificate certificate() {
        return context.req().getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? chain[0]
                : null;
    }

    Context context() {
        return context;
    }

    /** Has {@code action} run once, before anything of the answer leaves. */
    void beforeGiving(Runnable action) {
        beforeGiving = action;
    }

    /** The answer is about to leave. */
    void giving() {
        Runnable action = beforeGiving;
        beforeGiving = null;
        if (action != null) {
            action.run();
        }
    }

    void authenticated(Principal verified) {
        this.principal = verified;
        context.req().setAttribute(EndedRequests.CALLER, verified.actor(ip()));
    }

    @Override
    public @Nullable Principal caller() {
        return principal;
    }

    @Override
    public Principal principal() {
        if (principal == null) {
            throw new IllegalStateException(endpoint.path() + " asks for its caller but lets everybody in");
        }
        return principal;
    }

    @Override
    public Actor actor() {
        return principal == null ? new Actor(ANONYMOUS, ANONYMOUS, ip()) : principal.actor(ip());
    }

    @Override
    public String ip() {
        return context.req().getRemoteAddr();
    }

    @Override
    public @Nullable String agent() {
        return shortened(context.header("User-Agent"));
    }

    static @Nullable String shortened(@Nullable String agent) {
        return agent == null || agent.length() <= MAX_AGENT_LENGTH ? agent : agent.substring(0, MAX_AGENT_LENGTH);
    }

    @Override
    public String path(String name) {
        return context.pathParam(name);
    }

    @Override
    public @Nullable String query(String name) {
        String value = context.queryParam(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    @Override
    public int query(String name, int otherwise, int least, int most) {
        String value = query(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw outside(name, least, most);
        }
        throw outside(name, least, most);
    }

    private static RequestFailure outside(String name, int least, int most) {
        return RequestFailure.invalid(name, "must be a whole number from " + least + " to " + most + ".");
    }

    @Override
    public <T> T body(Class<T> type) {
        String contentType = context.contentType();
        if (contentType != null && !contentType.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new RequestFailure(ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send the body as application/json, not as " + contentType + ".");
        }
        byte[] bytes = body();
        if (bytes.length == 0) {
            throw new RequestFailure(ErrorCode.BAD_REQUEST, "The request needs a JSON body.");
        }
        try {
            T body = Json.STRICT.readValue(bytes, type);
            if (body == null) {
                throw new RequestFailure(ErrorCode.BAD_REQUEST, "The body must be a JSON object, not null.");
            }
            return body;
        } catch (UnrecognizedPropertyException e) {
            throw RequestFailure.invalid(field(e), "is not known here; known are " + e.getKnownPropertyIds().stream()
                    .map(String::valueOf).sorted().collect(Collectors.joining(", ")) + ".");
        } catch (InvalidFormatException e) {
            throw RequestFailure.invalid(field(e), wanted(e));
        } catch (ValueInstantiationException e) {
            throw RequestFailure.invalid(field(e), e.getCause() == null
                    ? "is not understood here."
                    : String.valueOf(e.getCause().getMessage()));
        } catch (MismatchedInputException e) {
            throw e.getPath().isEmpty()
                    ? new RequestFailure(ErrorCode.BAD_REQUEST, "The body must be one JSON object.")
                    : RequestFailure.invalid(field(e), wanted(e));
        } catch (JsonProcessingException e) {
            throw new RequestFailure(ErrorCode.BAD_REQUEST, "The body is not valid JSON: " + where(e));
        } catch (IOException e) {
            throw new RequestFailure(ErrorCode.BAD_REQUEST, "The body cannot be read.", e);
        }
    }

    /** The failure for a body that is larger than the endpoint takes. */
    RequestFailure bodyTooLarge() {
        try {
            passOver();
        } catch (IOException e) {
            return new RequestFailure(ErrorCode.BAD_REQUEST, BROKEN_OFF, e);
        }
        return tooLarge(endpoint.terms().bodyBytes());
    }

    /**
     * Takes the rest of a body that is refused, as long as it is not much: a client that is still sending when the
     * connection is closed does not get to read why.
     */
    private void passOver() throws IOException {
        long left = MOST_PASSED_OVER;
        byte[] buffer = new byte[8192];
        InputStream rest = context.bodyInputStream();
        for (int read = rest.read(buffer); read >= 0 && left > 0; read = rest.read(buffer)) {
            left -= read;
        }
    }

    private static RequestFailure tooLarge(int most) {
        return new RequestFailure(ErrorCode.BODY_TOO_LARGE, "The body is larger than " + most / 1024 + " KiB.");
    }

    @Override
    public void bodyTo(Path file, String mediaType, long mostBytes) {
        Upload.write(context, body == null ? context.bodyInputStream() : new ByteArrayInputStream(body), file,
                mediaType,
                mostBytes);
    }

    private static String field(JsonMappingException fault) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : fault.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String wanted(MismatchedInputException fault) {
        Class<?> type = fault.getTargetType();
        if (type == null) {
            return "has the wrong type.";
        }
        if (type.isEnum()) {
            return "must be one of " + Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", ")) + ".";
        }
        return switch (type.getSimpleName()) {
            case "Instant" -> "must be a time such as 2026-01-31T12:00:00Z.";
            case "String" -> "must be a text.";
            case "Boolean", "boolean" -> "must be true or false.";
            case "Integer", "int", "Long", "long" -> "must be a whole number.";
            case "Set", "List", "Collection" -> "must be a list.";
            default -> "must be an object.";
        };
    }

    private static String where(JacksonException fault) {
        var location = fault.getLocation();
        String what = fault.getOriginalMessage();
        return location == null
                ? what
                : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": " + what;
    }

    @Override
    public long ifMatch() {
        String value = context.header("If-Match");
        if (value == null || value.isBlank()) {
            throw new RequestFailure(ErrorCode.VERSION_REQUIRED,
                    "Send the version that you changed in the header If-Match.");
        }
        String bare = value.strip();
        if (bare.startsWith("W/")) {
            bare = bare.substring(2);
        }
        if (bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        try {
            return Long.parseLong(bare);
        } catch (NumberFormatException e) {
            throw RequestFailure.invalid("If-Match", "must be a version number, such as \"3\".");
        }
    }

    @Override
    public void header(String name, String value) {
        context.header(name, value);
    }

    @Override
    public boolean hasBody() {
        return body().length > 0;
    }

    @Override
    public @Nullable String cookie(String name) {
        String value = context.cookie(name);
        return value == null || value.isEmpty() ? null : value;
    }

    @Override
    public void give(BrowserCookies.Jar jar) {
        BrowserCookies.give(context, jar);
    }

    @Override
    public void clearCookies() {
        BrowserCookies.clear(context);
    }

    @Override
    public void requireOwnSite(String csrfToken) {
        BrowserCookies.requireOwnSite(context, csrfToken);
    }
}
