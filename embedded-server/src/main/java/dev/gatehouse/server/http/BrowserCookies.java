package dev.gatehouse.server.http;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The cookies that a browser is given, and the proof that a request comes from this server's own pages: the browser says
 * so ({@code Sec-Fetch-Site}, or {@code Origin} where it does not send that), and the request carries the session's token
 * in the header {@link #CSRF_HEADER}, which other sites cannot read.
 */
public final class BrowserCookies {

    /** The session; opaque, for every address. */
    public static final String SESSION = "session_id";
    /** The refresh token; only for addresses about signing in. */
    public static final String REFRESH = "refresh_token";
    /** The token that scripts of this server's own pages repeat in {@link #CSRF_HEADER}. */
    public static final String CSRF = "csrf_token";
    /** Carries the token of {@link #CSRF}. */
    public static final String CSRF_HEADER = "X-CSRF-Token";

    private static final String EVERYWHERE = "/";
    private static final String SIGNING_IN = "/api/v1/auth";

    /**
     * What a browser is to keep.
     *
     * @param session absent where it stays as it is
     */
    public record Jar(@Nullable String session, String refresh, @Nullable String csrf) {}

    private BrowserCookies() {}

    /** Hands out cookies, unless another site has caused the request. */
    static void give(Context context, Jar jar) {
        String site = context.header("Sec-Fetch-Site");
        if (site != null && !isOwn(site)) {
            return;
        }
        if (jar.session() != null && jar.csrf() != null) {
            set(context, SESSION, jar.session(), EVERYWHERE, "; HttpOnly");
            set(context, CSRF, jar.csrf(), EVERYWHERE, "");
            context.header(CSRF_HEADER, jar.csrf());
        }
        set(context, REFRESH, jar.refresh(), SIGNING_IN, "; HttpOnly");
    }

    /** Takes all cookies back. */
    static void clear(Context context) {
        set(context, SESSION, "", EVERYWHERE, "; HttpOnly; Max-Age=0");
        set(context, CSRF, "", EVERYWHERE, "; Max-Age=0");
        set(context, REFRESH, "", SIGNING_IN, "; HttpOnly; Max-Age=0");
    }

    private static void set(Context context, String name, String value, String path, String more) {
        String secure = context.req().isSecure() ? "; Secure" : "";
        context.res().addHeader("Set-Cookie", name + "=" + value + "; Path=" + path + "; SameSite=Strict" + more
                + secure);
    }

    /**
     * Lets a request through that comes from this server's own pages.
     *
     * @throws RequestFailure {@link ErrorCode#CSRF_REFUSED} where it does not
     */
    static void requireOwnSite(Context context, String csrfToken) {
        String given = context.header(CSRF_HEADER);
        if (!isOwnSite(context)) {
            throw new RequestFailure(ErrorCode.CSRF_REFUSED,
                    "A change that is authenticated by a cookie must come from this server's own pages.");
        }
        if (given == null || !MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8),
                csrfToken.getBytes(StandardCharsets.UTF_8))) {
            throw new RequestFailure(ErrorCode.CSRF_REFUSED,
                    "Send the value of the cookie " + CSRF + " in the header " + CSRF_HEADER + ".");
        }
    }

    private static boolean isOwnSite(Context context) {
        String site = context.header("Sec-Fetch-Site");
        if (site != null) {
            return isOwn(site);
        }
        String origin = context.header("Origin");
        return origin != null && origin.equalsIgnoreCase(context.scheme() + "://" + context.host());
    }

    private static boolean isOwn(String site) {
        return site.equals("same-origin") || site.equals("none");
    }
}
