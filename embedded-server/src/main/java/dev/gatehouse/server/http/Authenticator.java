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
}
