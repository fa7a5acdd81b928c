package dev.gatehouse.server.http;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import org.jspecify.annotations.Nullable;

/** Tells who holds an access token or a browser's session cookie, or who signed a call. */
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
     * Verifies a token for one purpose: what is not certain may do for one and not for another.
     *
     * @param access  the level that is needed
     * @param changes whether anything is to be changed
     * @throws dev.gatehouse.server.call.RequestFailure with a status of 401, 403 or 503 where it does not let anybody in
     */
    default Principal authenticate(String accessToken, Access access, boolean changes) {
        return authenticate(accessToken);
    }

    /**
     * The caller whom a token that was verified lately still lets in, where that can be told without waiting.
     *
     * @return absent where it cannot, and {@link #authenticate(String, Access, boolean)} is to be asked
     */
    default @Nullable Principal known(String accessToken) {
        return null;
    }

    /**
     * Verifies the signature of a call.
     *
     * @return who signed it; absent where it bears no signature, so that a token is needed
     * @throws dev.gatehouse.server.call.RequestFailure with a status of 401 or 403 where the signature is not good
     */
    default @Nullable Principal signer(SignedCall call) {
        return null;
    }

    /**
     * Verifies the value of a session cookie; lets nobody in where there are no such cookies.
     *
     * @param access  the level that is needed
     * @param changes whether anything is to be changed
     * @throws RequestFailure with a status of 401 or 403 where it does not let anybody in
     */
    default Browser browser(String sessionCookie, Access access, boolean changes) {
        throw new RequestFailure(ErrorCode.NOT_AUTHENTICATED,
                "Sign in and send the access token as Authorization: Bearer.");
    }
}
