package dev.gatehouse.server.http;

/** Tells who holds an access token. */
@FunctionalInterface
public interface Authenticator {

    /**
     * Verifies a token.
     *
     * @throws dev.gatehouse.server.call.RequestFailure with a status of 401 or 403 where it does not let anybody in
     */
    Principal authenticate(String accessToken);

    /**
     * Verifies a token for one purpose: what is not certain may do for one and not for another.
     *
     * @param access  the level that is needed
     * @param changes whether anything is to be changed
     * @throws dev.gatehouse.server.call.RequestFailure with a status of 401, 403 or 503 where it does not let anybody in
     */
    default Principal authenticate(String accessToken, Access access, boolean changes) {
        return authenticate(accessToken);
    }
}
