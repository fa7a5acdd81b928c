package dev.gatehouse.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Authenticator.Browser;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.log.Account;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.ChangeListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whose session a browser's cookie belongs to. The cookie is the session's id and 256 random bits, and is kept only
 * as a hash. What was found out counts for {@link #REMEMBERED}, and only as long as nothing changed about the user and
 * nobody denied the session.
 */
public final class BrowserSessions implements ChangeListener {

    private static final Duration REMEMBERED = Duration.ofSeconds(5);
    private static final long MAX_KEPT = 100_000;
    private static final int SECRET_BYTES = 32;
    private static final Pattern FORM = Pattern.compile("([0-9A-HJKMNP-TV-Z]{26})\\.[A-Za-z0-9_-]{43}");

    private final LoginStore store;
    private final Accounts accounts;
    private final Denials denials;
    private final Clock clock;
    private final ChangeCounts changesOfUser = new ChangeCounts();
    private final Cache<String, Known> known = Caffeine.newBuilder().maximumSize(MAX_KEPT)
            .expireAfterWrite(REMEMBERED).build();

    /** @param userChanges how often the user had changed when this was found out */
    private record Known(Browser browser, long userChanges, Instant at) {}

    public BrowserSessions(LoginStore store, Accounts accounts, Denials denials, Clock clock) {
        this.store = store;
        this.accounts = accounts;
        this.denials = denials;
        this.clock = clock;
    }

    /** A new cookie for a session. */
    static String cookie(String sid, Tokens tokens) {
        return sid + "." + tokens.random(SECRET_BYTES);
    }

    /** What requests that change something must carry beside this cookie. */
    static String csrfToken(String cookie) {
        return Tokens.hash("csrf " + cookie);
    }

    @Override
    public void applied(Applied applied) {
        changesOfUser.changed(applied.command().change().id());
    }

    /**
     * Verifies a cookie.
     *
     * @param access  the level that is needed
     * @param changes whether anything is to be changed
     * @throws RequestFailure {@link ErrorCode#TOKEN_INVALID}, {@link ErrorCode#TOKEN_REVOKED},
     *                        {@link ErrorCode#TOKEN_EXPIRED} or {@link ErrorCode#LIVE_STATE_UNAVAILABLE}
     */
    public Browser authenticate(String cookie, Access access, boolean changes) {
        Instant now = clock.instant();
        String hash = Tokens.hash(cookie);
        Known kept = known.getIfPresent(hash);
        if (kept == null || kept.userChanges() != changes(kept.browser().principal().userId())
                || !kept.at().plus(REMEMBERED).isAfter(now)
                || !kept.browser().principal().expiresAt().isAfter(now)) {
            kept = found(cookie, hash, now);
            known.put(hash, kept);
        }
        if (denials.isDenied(List.of(Tokens.hash(kept.browser().principal().sessionId())), access, changes)) {
            throw new RequestFailure(ErrorCode.TOKEN_REVOKED, "This session is over. Sign in again.");
        }
        return kept.browser();
    }

    private Known found(String cookie, String hash, Instant now) {
        Matcher form = FORM.matcher(cookie);
        if (!form.matches()) {
            throw invalid();
        }
        String sid = form.group(1);
        Login login = store.find(sid);
        if (login == null) {
            throw new RequestFailure(denials.isDenied(sid) ? ErrorCode.TOKEN_REVOKED : ErrorCode.TOKEN_EXPIRED,
                    "This session is over. Sign in again.");
        }
        if (!hash.equals(login.cookieHash())) {
            throw invalid();
        }
        long changes = changes(login.userId());
        Account account = accounts.byId(login.userId());
        if (account == null || !account.keeps(login.loginAt(), now)) {
            throw new RequestFailure(ErrorCode.TOKEN_REVOKED, "This session is over. Sign in again.");
        }
        Principal principal = new Principal(account.user().id(), account.user().username(), account.user().roles(), sid,
                "cookie-" + hash.substring(0, 16), login.kind(), login.loginAt(), login.loginAt(), login.endsAt(),
                login.endsAt());
        return new Known(new Browser(principal, csrfToken(cookie)), changes, now);
    }

    private static RequestFailure invalid() {
        return new RequestFailure(ErrorCode.TOKEN_INVALID, "This is no session cookie of this fleet. Sign in again.");
    }

    private long changes(String userId) {
        return changesOfUser.of(userId);
    }
}
