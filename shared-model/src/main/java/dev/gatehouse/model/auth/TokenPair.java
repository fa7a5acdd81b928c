package dev.gatehouse.model.auth;

/**
 * The two tokens of a session.
 *
 * @param accessToken  a signed JWT, sent with every request as {@code Authorization: Bearer}
 * @param refreshToken opaque; good for one exchange at {@code /api/v1/auth/refresh}
 * @param expiresIn    seconds until the access token is over
 * @param sessionId    the session both belong to
 */
public record TokenPair(String accessToken, String refreshToken, long expiresIn, String sessionId) {}
