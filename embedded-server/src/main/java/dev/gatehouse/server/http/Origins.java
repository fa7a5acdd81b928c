package dev.gatehouse.server.http;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may call. A browser names the page's origin (RFC 6454); other programs name none and are not stopped
 * here. A name that merely points to this machine is not its own, so that a foreign name bound to the loopback does not
 * get in.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">the CORS protocol</a>
 */
final class Origins {

    private static final String REQUEST_HEADERS = "Authorization, Content-Type, If-Match, Idempotency-Key, "
            + "traceparent, X-Trace-ID";
    private static final String ANSWER_HEADERS = "X-Trace-ID, Retry-After, RateLimit-Limit, RateLimit-Remaining, "
            + "RateLimit-Reset";
    private static final String KEPT_SECONDS = "600";

    private final Set<String> allowed;
    private final Supplier<Set<String>> own;

    /** @param own this server's own, known once it listens */
    Origins(Set<String> allowed, Supplier<Set<String>> own) {
        this.allowed = allowed;
        this.own = own;
    }

    private boolean admits(String origin) {
        String folded = origin.toLowerCase(Locale.ROOT);
        return allowed.contains(folded) || own.get().contains(folded);
    }

    /**
     * Lets pass who names no origin or one that may call.
     *
     * @throws RequestFailure {@link ErrorCode#FORBIDDEN} for any other
     */
    void require(@Nullable String origin) {
        if (origin != null && !admits(origin)) {
            throw new RequestFailure(ErrorCode.FORBIDDEN, "Pages of that origin may not call this node; the key"
                    + " http.allowed-origins names those that may.");
        }
    }

    /** Lets the page see the answer if it may; a page that may not must not change anything either. */
    void answer(Context context, boolean changes) {
        String origin = context.header("Origin");
        if (origin == null) {
            return;
        }
        context.header("Vary", "Origin");
        if (admits(origin)) {
            context.header("Access-Control-Allow-Origin", origin);
            context.header("Access-Control-Allow-Credentials", "true");
            context.header("Access-Control-Expose-Headers", ANSWER_HEADERS);
        } else if (changes) {
            require(origin);
        }
    }

    /** Answers a browser that asks whether its page may. */
    void preflight(Context context, String methods) {
        require(context.header("Origin"));
        answer(context, false);
        context.status(204);
        context.header("Allow", methods);
        if (context.header("Origin") != null) {
            context.header("Access-Control-Allow-Methods", methods);
            context.header("Access-Control-Allow-Headers", REQUEST_HEADERS);
            context.header("Access-Control-Max-Age", KEPT_SECONDS);
        }
    }
}
