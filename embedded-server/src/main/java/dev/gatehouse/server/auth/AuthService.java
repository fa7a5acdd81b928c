package dev.gatehouse.server.auth;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.TokenPair;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.user.Ban;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.log.Account;
import dev.gatehouse.server.log.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signing in, staying in, signing out. */
public final class AuthService {

    private final Accounts accounts;
    private final LoginGuard guard;
    private final Tokens tokens;
    private final Logins logins;
    private final LoginAdmission admission;
    private final Refreshing refreshing;
    private final AuthEvent.Recorder recorder;
    private final Clock clock;

    /**
     * Where logins are kept, and for how long.
     *
     * @param refreshLifetime how long a refresh token can be exchanged
     * @param mostPerUser     logins of one account at a time; 0 for any number
     */
    public record Logins(LoginStore store, SessionEnds ends, SessionLifetimes lifetimes, Duration refreshLifetime,
            int mostPerUser) {}

    /** Where a login comes from. */
    record Origin(ClientKind kind, String ip, @Nullable String agent) {}

    /**
     * Somebody who is in.
     *
     * @param cookie the session cookie; absent for a client that is no browser
     */
    record SignedIn(Account account, TokenPair tokens, @Nullable String cookie) {}

    public AuthService(Accounts accounts, LoginGuard guard, Tokens tokens, Logins logins,
            AuthEvent.Recorder recorder, Clock clock) {
        this.accounts = accounts;
        this.guard = guard;
        this.tokens = tokens;
        this.logins = logins;
        this.admission = new LoginAdmission(logins.store(), logins.ends(), logins.mostPerUser());
        this.refreshing = new Refreshing(accounts, tokens, logins, recorder, clock);
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
        Instant now = clock.instant();
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
        return begin(account, origin, actor, now);
    }

    private void refused(Actor actor, String resource, ErrorCode code) {
        recorder.record(new AuthEvent(AuthEvent.Kind.LOGIN, actor, resource, Outcome.REFUSED, code.code()));
    }

    /**
     * Begins a session of somebody who has shown who it is.
     *
     * @param now from before the account was read, so that what ends its sessions meanwhile ends this one too
     */
    private SignedIn begin(Account account, Origin origin, Actor actor, Instant now) {
        String sid = Ids.next();
        RefreshToken refresh = tokens.refresh(sid);
        String cookie = origin.kind() == ClientKind.WEB ? BrowserSessions.cookie(sid, tokens) : null;
        Login login = new Login(sid, account.user().id(), origin.kind(), origin.ip(), origin.agent(), now,
                new Login.Refresh(refresh.familyHash(), refresh.hash(), now.plus(logins.refreshLifetime()), null),
                logins.lifetimes().begin(origin.kind(), now), cookie == null ? null : Tokens.hash(cookie));
        List<Login> gone = admission.admit(login);
        recorder.record(new AuthEvent(AuthEvent.Kind.LOGIN, actor, "session/" + sid, Outcome.ACCEPTED, null));
        for (Login oldest : gone) {
            logins.ends().close(oldest.sid());
            recorder.record(new AuthEvent(AuthEvent.Kind.SESSION_END, actor, "session/" + oldest.sid(),
                    Outcome.ACCEPTED, "more than " + logins.mostPerUser() + " sessions of one user"));
        }
        return new SignedIn(account, tokens.pair(login, refresh), cookie);
    }

    /**
     * Exchanges a refresh token. One that was exchanged before ends the whole session: somebody has stolen it.
     *
     * @throws RequestFailure {@link ErrorCode#TOKEN_REUSED}, {@link ErrorCode#TOKEN_REVOKED} or
     *                        {@link ErrorCode#TOKEN_EXPIRED}
     */
    TokenPair refresh(String refreshToken, String ip) {
        return refreshing.refresh(refreshToken, ip);
    }

    /** Signs out: both tokens of the session are dead on every node. */
    void logout(Principal principal, Actor actor) {
        endOwn(principal.sessionId(), actor);
    }

    /** Ends one of somebody's own sessions. */
    void endOwn(String sid, Actor actor) {
        endSession(sid);
        logins.ends().close(sid);
        recorder.record(new AuthEvent(AuthEvent.Kind.LOGOUT, actor, "session/" + sid, Outcome.ACCEPTED, null));
    }

    /** Makes both tokens of a session, whoever's it is, worthless on every node; its sockets stay open. */
    public void endSession(String sid) {
        logins.ends().revoke(sid);
    }

    /** Records that a session's time is over, unless all sessions of its user were ended before. */
    public void recordEnd(Login login) {
        Account account = accounts.byId(login.userId());
        if (account != null && login.loginAt().isAfter(account.sessionsEndedAt())) {
            recorder.record(new AuthEvent(AuthEvent.Kind.SESSION_END,
                    new Actor(login.userId(), account.user().username(), login.ip()), "session/" + login.sid(),
                    Outcome.ACCEPTED, "its time was over"));
        }
    }

    /** When a caller's session ends unless it is renewed. */
    Instant sessionEndsAt(Principal principal) {
        return logins.lifetimes().endOf(principal);
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
