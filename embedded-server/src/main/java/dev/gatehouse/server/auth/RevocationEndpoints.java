package dev.gatehouse.server.auth;

import dev.gatehouse.model.api.RevokeExchange;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Authenticator;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Endpoint.Method;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/v1/auth/revoke}. */
public final class RevocationEndpoints {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationEndpoints.class);
    private static final int MOST_BODY_BYTES = 16 * 1024;

    private final Authenticator authenticator;
    private final Denials denials;
    private final AuthEvent.Recorder recorder;

    public RevocationEndpoints(Authenticator authenticator, Denials denials, AuthEvent.Recorder recorder) {
        this.authenticator = authenticator;
        this.denials = denials;
        this.recorder = recorder;
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.changes(Access.PUBLIC, Method.POST, RevokeExchange.PATH, "End one access token",
                RevokeExchange.Request.class, null, this::revoke).askingOnly().withBodyOf(MOST_BODY_BYTES));
    }

    private @Nullable Object revoke(Exchange exchange) {
        String token = exchange.body(RevokeExchange.Request.class).token();
        if (token == null || token.isBlank()) {
            throw RequestFailure.invalid("token", "is needed.");
        }
        Principal principal = holder(token);
        if (principal != null) {
            denials.deny(principal.tokenId(), principal.expiresAt());
            recorder.record(new AuthEvent(AuthEvent.Kind.TOKEN_REVOKED, principal.actor(exchange.ip()),
                    "token/" + principal.tokenId(), Outcome.ACCEPTED, null));
        }
        return null;
    }

    private @Nullable Principal holder(String token) {
        try {
            return authenticator.authenticate(token, Access.PUBLIC, true);
        } catch (RequestFailure e) {
            if (e.code().status() != 401) {
                throw e;
            }
            LOG.debug("A token that is no good was to be revoked: {}", e.code().code());
            return null;
        }
    }
}
