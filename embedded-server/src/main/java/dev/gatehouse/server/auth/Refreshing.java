package dev.gatehouse.server.auth;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.auth.TokenPair;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.log.Account;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges refresh tokens. Each is good for one exchange; who did not hear the answer may ask again with the same token
 * for {@link #RETRY} and is answered the same. Whoever comes with an older one has it from somewhere else than the one
 * who holds the newest, so the session ends.
 */
final class Refreshing {

    /** How long after an exchange the same token is answered the same. */
    static final Duration RETRY = Duration.ofSeconds(10);

    private final Accounts accounts;
    private final Tokens tokens;
    private final AuthService.Logins logins;
    private final AuthEvent.Recorder recorder;
    private final Clock clock;
    private final Seal seal = new Seal();

    Refreshing(Accounts accounts, Tokens tokens, AuthService.Logins logins, AuthEvent.Recorder recorder,
            Clock clock) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.logins = logins;
        this.recorder = recorder;
        this.clock = clock;
    }

    /**
     * Exchanges a refresh token for a new pair.
     *
     * @throws RequestFailure {@link ErrorCode#TOKEN_INVALID}, {@link ErrorCode#TOKEN_REUSED},
     *                        {@link ErrorCode#TOKEN_REVOKED} or {@link ErrorCode#TOKEN_EXPIRED}
     */
    TokenPair refresh(String token, String ip) {
        RefreshToken given = RefreshToken.parse(token);
        if (given == null) {
            throw invalid();
        }
        Login login = found(given.sid());
        if (!login.refresh().family().equals(given.familyHash())) {
            throw invalid();
        }
        Account account = accounts.byId(login.userId());
        Instant now = clock.instant();
        if (account == null || logins.ends().isDenied(login.sid())
                || !account.keeps(login.loginAt(), now)) {
            logins.ends().end(login);
            throw revoked();
        }
        if (given.hash().equals(login.refresh().hash())) {
            TokenPair pair = exchanged(login, given, now);
            if (pair != null) {
                return pair;
            }
            login = found(given.sid());
        }
        TokenPair same = again(login, given, now);
        if (same != null) {
            return same;
        }
        logins.ends().end(login);
        recorder.record(new AuthEvent(AuthEvent.Kind.REFRESH_REUSED,
                new Actor(account.user().id(), account.user().username(), ip), "session/" + login.sid(),
                Outcome.REFUSED, ErrorCode.TOKEN_REUSED.code()));
        throw new RequestFailure(ErrorCode.TOKEN_REUSED,
                "This refresh token was used before, so the session was ended. Sign in again.").asRecorded();
    }

    private Login found(String sid) {
        Login login = logins.store().find(sid);
        if (login == null) {
            throw logins.ends().isDenied(sid) ? revoked() : over();
        }
        return login;
    }

    /** The new pair; absent where somebody else exchanged the token at the same moment. */
    private @Nullable TokenPair exchanged(Login login, RefreshToken given, Instant now) {
        if (!login.refresh().until().isAfter(now)) {
            throw over();
        }
        RefreshToken next = tokens.next(given);
        TokenPair pair = tokens.pair(logins.lifetimes().renewed(login, now), next);
        Login.Exchange exchange = new Login.Exchange(given.hash(), now, seal.seal(pair, given.text()));
        boolean won = logins.store().exchange(login, new Login.Refresh(given.familyHash(), next.hash(),
                now.plus(logins.refreshLifetime()), exchange));
        return won ? pair : null;
    }

    /** What the last exchange answered, where it was for this very token and a moment ago. */
    private @Nullable TokenPair again(Login login, RefreshToken given, Instant now) {
        Login.Exchange last = login.refresh().exchange();
        return last != null && last.previousHash().equals(given.hash()) && last.at().plus(RETRY).isAfter(now)
                ? seal.open(last.sealed(), given.text())
                : null;
    }

    private static RequestFailure invalid() {
        return new RequestFailure(ErrorCode.TOKEN_INVALID, "This is no refresh token of this fleet. Sign in again.");
    }

    private static RequestFailure revoked() {
        return new RequestFailure(ErrorCode.TOKEN_REVOKED, "This session is over. Sign in again.");
    }

    private static RequestFailure over() {
        return new RequestFailure(ErrorCode.TOKEN_EXPIRED, "This session is over. Sign in again.");
    }
}
