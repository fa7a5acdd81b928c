package dev.gatehouse.model.error;

import java.util.Locale;

/** Every way in which a request can fail, with its HTTP status. */
public enum ErrorCode {
    BAD_REQUEST(400, "The request cannot be read"),
    BAD_CREDENTIALS(401, "Username or password is wrong"),
    NOT_AUTHENTICATED(401, "Sign in first"),
    TOKEN_EXPIRED(401, "The token has expired"),
    TOKEN_INVALID(401, "The token is not valid"),
    TOKEN_REVOKED(401, "The token was revoked"),
    TOKEN_REUSED(401, "The refresh token was used before"),
    HANDSHAKE_NEEDED(401, "The machine's session is over"),
    CHALLENGE_EXPIRED(401, "The challenge is over"),
    SIGNATURE_INVALID(401, "The signature does not fit"),
    SIGNATURE_EXPIRED(401, "Signed too long ago, or in the future"),
    REPLAYED(401, "The call was made before"),
    ROTATE_KEY(403, "The key is too old: rotate it"),
    MACHINE_RETIRED(403, "The machine is retired"),
    FORBIDDEN(403, "Not allowed"),
    BANNED(403, "Banned"),
    CSRF_REFUSED(403, "Not from this server's own pages"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    USERNAME_TAKEN(409, "The username is taken"),
    CONFLICT(409, "In conflict with what is there"),
    STALE_VERSION(412, "Somebody changed it meanwhile"),
    BODY_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "Another media type is wanted"),
    INVALID(422, "Some fields are not right"),
    VERSION_REQUIRED(428, "Say which version you change"),
    LOCKED(429, "Shut for a while after too many failures"),
    RATE_LIMITED(429, "Too many requests"),
    BUSY(429, "Too many requests at once"),
    TOO_MANY_SESSIONS(429, "Too many sessions"),
    INTERNAL(500, "Something broke"),
    UPSTREAM_FAILED(502, "The upstream cannot be asked"),
    UPSTREAM_FORBIDDEN(502, "Nothing is passed on to the upstream's address"),
    UPSTREAMS_OPEN(503, "Every upstream has failed lately"),
    ROUTE_FULL(503, "The route has as many requests as it takes"),
    LOG_UNAVAILABLE(503, "The log is away"),
    LIVE_STATE_UNAVAILABLE(503, "Redis is away"),
    STORAGE_UNAVAILABLE(503, "The data folder cannot be written"),
    DRAINING(503, "The node is draining"),
    UPSTREAM_TIMEOUT(504, "The upstream does not answer in time"),
    DEADLINE_EXCEEDED(504, "It took too long"),
    STORAGE_FULL(507, "The disk is full");

    private final int status;
    private final String title;

    ErrorCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return status;
    }

    /** A few words for people, the same for every occurrence (RFC 9457 section 3.1.3). */
    public String title() {
        return title;
    }

    /** The code on the wire, such as {@code stale-version}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
