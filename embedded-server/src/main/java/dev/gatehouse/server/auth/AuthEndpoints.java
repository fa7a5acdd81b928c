package dev.gatehouse.server.auth;

import dev.gatehouse.model.api.LoginExchange;
import dev.gatehouse.model.api.LogoutExchange;
import dev.gatehouse.model.api.MeExchange;
import dev.gatehouse.model.api.RefreshExchange;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.TokenPair;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.BrowserCookies;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Endpoint.Method;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.Change;
import dev.gatehouse.server.log.ChangeLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Signing in and one's own data. */
public final class AuthEndpoints {

    /** The largest body of somebody who is not known yet. */
    private static final int SMALL_BODY_BYTES = 16 * 1024;

    private final AuthService service;
    private final ChangeLog changes;
    private final BrowserSessions browsers;
    private final Predicate<String> online;

    /** @param online whether a session holds a WebSocket on any node */
    public AuthEndpoints(AuthService service, BrowserSessions browsers, ChangeLog changes, Predicate<String> online) {
        this.service = service;
        this.browsers = browsers;
        this.changes = changes;
        this.online = online;
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.changes(Access.PUBLIC, Method.POST, LoginExchange.PATH, "Sign in with a password",
                        LoginExchange.Request.class, LoginExchange.Response.class, this::login)
                        .limitedBy(Endpoint.Rate.LOGIN).withBodyOf(SMALL_BODY_BYTES),
                Endpoint.changes(Access.PUBLIC, Method.POST, RefreshExchange.PATH, "Exchange a refresh token",
                        RefreshExchange.Request.class, TokenPair.class, this::refresh).askingOnly()
                        .withBodyOf(SMALL_BODY_BYTES),
                Endpoint.changes(Access.USER, Method.POST, LogoutExchange.PATH, "Sign out", null, null, this::logout),
                Endpoint.reads(Access.USER, MeExchange.PATH, "Who the token belongs to", MeExchange.Response.class,
                        this::me),
                Endpoint.reads(Access.USER, MeExchange.SESSIONS_PATH, "One's own sessions",
                        MeExchange.Sessions.class, this::sessions),
                Endpoint.changes(Access.USER, Method.DELETE, MeExchange.SESSIONS_PATH + "/{sid}",
                        "End one of one's own sessions", null, null, this::endSession),
                Endpoint.changes(Access.USER, Method.POST, MeExchange.PASSWORD_PATH, "Change one's own password",
                        MeExchange.PasswordRequest.class, UsersExchange.Deleted.class, this::password),
                Endpoint.reads(Access.PUBLIC, "/.well-known/jwks.json", "The public keys of all nodes",
                        Tokens.JwkSet.class, exchange -> service.keySet()));
    }

    private LoginExchange.Response login(Exchange exchange) {
        LoginExchange.Request request = exchange.body(LoginExchange.Request.class);
        List<FieldError> errors = new ArrayList<>();
        String username = given("username", request.username(), errors);
        String password = given("password", request.password(), errors);
        if (!errors.isEmpty()) {
            throw RequestFailure.invalid(errors);
        }
        ClientKind kind = request.kind() == null ? ClientKind.WEB : request.kind();
        AuthService.SignedIn in = service.login(username, password,
                new AuthService.Origin(kind, exchange.ip(), exchange.agent()));
        TokenPair tokens = in.tokens();
        if (in.cookie() != null) {
            exchange.give(new BrowserCookies.Jar(in.cookie(), tokens.refreshToken(),
                    BrowserSessions.csrfToken(in.cookie())));
        }
        return new LoginExchange.Response(tokens.accessToken(), tokens.refreshToken(), tokens.expiresIn(),
                tokens.sessionId(), in.account().user());
    }

    private static String given(String field, @Nullable String value, List<FieldError> errors) {
        if (value == null || value.isEmpty()) {
            errors.add(new FieldError(field, "is needed."));
            return "";
        }
        if (value.length() > Passwords.MAX_LENGTH) {
            errors.add(new FieldError(field, "has at most " + Passwords.MAX_LENGTH + " characters."));
        }
        return value;
    }

    private Object refresh(Exchange exchange) {
        String cookie = exchange.cookie(BrowserCookies.REFRESH);
        String token = cookie == null || exchange.hasBody()
                ? exchange.body(RefreshExchange.Request.class).refreshToken()
                : null;
        if (token != null && !token.isBlank()) {
            return service.refresh(token, exchange.ip());
        }
        if (cookie == null) {
            throw RequestFailure.invalid("refreshToken", "is needed.");
        }
        return refreshOfBrowser(exchange, cookie);
    }

    private RefreshExchange.Renewed refreshOfBrowser(Exchange exchange, String refreshToken) {
        String session = exchange.cookie(BrowserCookies.SESSION);
        if (session == null) {
            throw new RequestFailure(ErrorCode.NOT_AUTHENTICATED,
                    "The cookie " + BrowserCookies.SESSION + " is missing. Sign in again.");
        }
        exchange.requireOwnSite(BrowserSessions.csrfToken(session));
        try {
            TokenPair pair = refreshed(session, refreshToken, exchange.ip());
            exchange.give(new BrowserCookies.Jar(null, pair.refreshToken(), null));
            return RefreshExchange.Renewed.of(pair);
        } catch (RequestFailure e) {
            if (e.code().status() == 401) {
                exchange.clearCookies();
            }
            throw e;
        }
    }

    private TokenPair refreshed(String session, String refreshToken, String ip) {
        if (!refreshToken.startsWith(browsers.authenticate(session, Access.USER, true).principal().sessionId() + ".")) {
            throw new RequestFailure(ErrorCode.TOKEN_INVALID, "The cookies are of two sessions. Sign in again.");
        }
        return service.refresh(refreshToken, ip);
    }

    private @Nullable Object logout(Exchange exchange) {
        service.logout(exchange.principal(), exchange.actor());
        if (exchange.principal().kind() == ClientKind.WEB) {
            exchange.clearCookies();
        }
        return null;
    }

    private MeExchange.Response me(Exchange exchange) {
        Principal principal = exchange.principal();
        return new MeExchange.Response(principal.userId(), principal.username(), principal.roles(),
                principal.sessionId(), principal.expiresAt(), service.sessionEndsAt(principal));
    }

    private MeExchange.Sessions sessions(Exchange exchange) {
        String current = exchange.principal().sessionId();
        return new MeExchange.Sessions(service.loginsOf(exchange.principal().userId()).stream()
                .map(login -> new MeExchange.OwnSession(login.sid(), login.kind(), login.ip(), login.agent(),
                        login.loginAt(), login.sid().equals(current), online.test(login.sid())))
                .toList());
    }

    private @Nullable Object endSession(Exchange exchange) {
        String sid = exchange.path("sid");
        if (service.loginsOf(exchange.principal().userId()).stream().noneMatch(login -> login.sid().equals(sid))) {
            throw new RequestFailure(ErrorCode.NOT_FOUND, "You have no such session; it may have ended.");
        }
        service.endOwn(sid, exchange.actor());
        return null;
    }

    private UsersExchange.Deleted password(Exchange exchange) {
        MeExchange.PasswordRequest request = exchange.body(MeExchange.PasswordRequest.class);
        String current = request.currentPassword();
        String wanted = Passwords.required("newPassword", request.newPassword());
        Principal principal = exchange.principal();
        if (current == null || !service.isPasswordOf(principal, current, exchange.ip())) {
            throw RequestFailure.invalid("currentPassword", "is not your password.");
        }
        Applied applied = changes.submit(
                new Change.SetPassword(principal.userId(), service.hashed(wanted)),
                null, exchange.actor());
        return new UsersExchange.Deleted(applied.position());
    }
}
