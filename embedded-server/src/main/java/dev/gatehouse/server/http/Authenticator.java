package dev.gatehouse.server.http;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;

/** Tells who holds an access token, or a browser's session cookie. */
@FunctionalInterface
public interface Authenticator {

    /**
     * Somebody who comes by cookie.
     *
     * @param csrfToken what requests that change something must carry
     */
    record Browser(Principal principal, String csrfToken) {}

    /**
     * Verifies a token.
     *
     * @throws RequestFailure with a status of 401 or 403 where it does not let anybody in
     */
    Principal authenticate(String accessToken);

    /**
     * Verifies the value of a session cookie; lets nobody in where there are no such cookies.
     *
     * @throws RequestFailure with a status of 401 or 403 where it does not let anybody in
     */
    default Browser browser(String sessionCookie) {
        throw new RequestFailure(ErrorCode.NOT_AUTHENTICATED,
                "Sign in and send the access token as Authorization: Bearer.");
    }
}
