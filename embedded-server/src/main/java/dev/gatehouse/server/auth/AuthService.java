package dev.gatehouse.server.auth;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.TokenPair;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.user.Ban;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.log.Account;
import dev.gatehouse.server.log.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in, staying in, signing out. */
public final class AuthService {

    private static final Logger LOG = LoggerFactory.getLogger(AuthService.class);

    private final Accounts accounts;
    private final LoginGuard guard;
    private final Tokens tokens;
    private final Logins logins;
    private final AuthEvent.Recorder recorder;
    private final Clock clock;

    /**
     * Where logins are kept, and for how long.
     *
     * @param lifetime how long a login can be renewed after its last renewal
     * @param sockets  closes the sockets of a session that its owner has ended, on every node
     */
    public record Logins(LoginStore store, Denials denials, Duration lifetime, Consumer<String> sockets) {}

    /** Where a login comes from. */
    record Origin(ClientKind kind, String ip, @Nullable String agent) {}

    /** Somebody who is in. */
    record SignedIn(Account account, TokenPair tokens) {}

    public AuthService(Accounts accounts, LoginGuard guard, Tokens tokens, Logins logins,
            AuthEvent.Recorder recorder, Clock clock) {
        this.accounts = accounts;
        this.guard = guard;
        this.tokens = tokens;
        this.logins = logins;
        this.recorder = recorder;
        this.clock = clock;
    }

    /**
     * Signs somebody in.
     *
     * @throws RequestFailure {@link ErrorCode#BAD_CREDENTIALS}, {@link ErrorCode#BANNED}, {@link ErrorCode#LOCKED} or
     *                        {@link ErrorCode#BUSY}
     */
    SignedIn login(String username, String password, Origin origin) {
        Account account = accounts.byUsername(username);
        boolean right = guard.isRight(password, new LoginGuard.Attempt(username, account, origin.ip()));
        if (account == null || !right) {
            Actor actor = account == null
                    ? new Actor("anonymous", "anonymous", origin.ip())
                    : new Actor(account.user().id(), account.user().username(), origin.ip());
            refused(actor, "user/" + (account == null ? "unknown" : account.user().id()), ErrorCode.BAD_CREDENTIALS);
            throw new RequestFailure(ErrorCode.BAD_CREDENTIALS, "Username or password is wrong.").asRecorded();
        }
        Actor actor = new Actor(account.user().id(), account.user().username(), origin.ip());
        Ban ban = account.user().ban();
        if (ban != null && ban.holdsAt(clock.instant())) {
            refused(actor, "user/" + account.user().id(), ErrorCode.BANNED);
            String until = ban.until() == null ? "for good" : "until " + ban.until();
            throw RequestFailure.banned("This user is banned " + until + ": " + ban.reason(), ban.reason(), ban.until())
                    .asRecorded();
        }
        Instant now = clock.instant();
        String sid = Ids.next();
        String refresh = tokens.refresh(sid);
        Login login = new Login(sid, account.user().id(), origin.kind(), origin.ip(), origin.agent(), now,
                Tokens.hash(refresh), now.plus(logins.lifetime()));
        logins.store().create(login);
        recorder.record(new AuthEvent(AuthEvent.Kind.LOGIN, actor, "session/" + sid, Outcome.ACCEPTED, null));
        return new SignedIn(account, pair(login, refresh));
    }

    private void refused(Actor actor, String resource, ErrorCode code) {
        recorder.record(new AuthEvent(AuthEvent.Kind.LOGIN, actor, resource, Outcome.REFUSED, code.code()));
    }

    private TokenPair pair(Login login, String refresh) {
        return new TokenPair(tokens.access(login), refresh, tokens.accessSeconds(), login.sid());
    }

    /**
     * Exchanges a refresh token. One that was exchanged before ends the whole session: somebody has stolen it.
     *
     * @throws RequestFailure {@link ErrorCode#TOKEN_REUSED}, {@link ErrorCode#TOKEN_REVOKED} or
     *                        {@link ErrorCode#TOKEN_EXPIRED}
     */
    TokenPair refresh(String refreshToken, String ip) {
        int dot = refreshToken.indexOf('.');
        if (dot != 26) {
            throw new RequestFailure(ErrorCode.TOKEN_INVALID, "This is no refresh token of this fleet. Sign in again.");
        }
        String sid = refreshToken.substring(0, dot);
        Login login = logins.store().find(sid);
        if (login == null) {
            throw new RequestFailure(
                    logins.denials().isDenied(sid) ? ErrorCode.TOKEN_REVOKED : ErrorCode.TOKEN_EXPIRED,
                    "This session is over. Sign in again.");
        }
        Account account = accounts.byId(login.userId());
        Instant now = clock.instant();
        if (account == null || logins.denials().isDenied(sid) || !login.loginAt().isAfter(account.sessionsEndedAt())
                || isBanned(account, now)) {
            end(login);
            throw new RequestFailure(ErrorCode.TOKEN_REVOKED, "This session is over. Sign in again.");
        }
        String next = tokens.refresh(sid);
        String nextHash = Tokens.hash(next);
        Instant expiresAt = now.plus(logins.lifetime());
        if (!logins.store().rotate(login, Tokens.hash(refreshToken), nextHash, expiresAt)) {
            end(login);
            recorder.record(new AuthEvent(AuthEvent.Kind.REFRESH_REUSED,
                    new Actor(account.user().id(), account.user().username(), ip), "session/" + sid, Outcome.REFUSED,
                    ErrorCode.TOKEN_REUSED.code()));
            throw new RequestFailure(ErrorCode.TOKEN_REUSED,
                    "This refresh token was used before, so the session was ended. Sign in again.").asRecorded();
        }
        return pair(login.renewed(nextHash, expiresAt), next);
    }

    private static boolean isBanned(Account account, Instant now) {
        Ban ban = account.user().ban();
        return ban != null && ban.holdsAt(now);
    }

    /** Signs out: both tokens of the session are dead on every node. */
    void logout(Principal principal, Actor actor) {
        endOwn(principal.sessionId(), actor);
    }

    /** Ends one of somebody's own sessions. */
    void endOwn(String sid, Actor actor) {
        endSession(sid);
        logins.sockets().accept(sid);
        recorder.record(new AuthEvent(AuthEvent.Kind.LOGOUT, actor, "session/" + sid, Outcome.ACCEPTED, null));
    }

    /**
     * Ends a session, whoever's it is: both of its tokens are dead on every node. Where the login cannot be removed now,
     * the session stays denied for as long as the login could be renewed.
     */
    public void endSession(String sid) {
        Instant now = clock.instant();
        logins.denials().deny(sid, now.plus(tokens.accessLifetime()));
        try {
            Login login = logins.store().find(sid);
            if (login != null) {
                logins.store().remove(login);
            }
        } catch (LiveStateUnavailableException e) {
            LOG.warn("A login outlives its session and stays denied: {}", e.getMessage());
            logins.denials().deny(sid, now.plus(logins.lifetime()));
        }
    }

    private void end(Login login) {
        logins.denials().deny(login.sid(), clock.instant().plus(tokens.accessLifetime()));
        logins.store().remove(login);
    }

    /** A user's logins, newest first. */
    List<Login> loginsOf(String userId) {
        return logins.store().ofUser(userId);
    }

    /** Whether {@code password} is the user's own; wrong ones count as at the login. */
    boolean isPasswordOf(Principal principal, String password, String ip) {
        return guard.isRight(password,
                new LoginGuard.Attempt(principal.username(), accounts.byId(principal.userId()), ip));
    }

    /** Hashes a new password. */
    public String hashed(String password) {
        return guard.hash(password);
    }

    /** The public keys of all nodes. */
    Tokens.JwkSet keySet() {
        return tokens.keySet();
    }
}
