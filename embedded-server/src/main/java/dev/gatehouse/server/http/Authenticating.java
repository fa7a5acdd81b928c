package dev.gatehouse.server.http;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;

/**
 * Finds out who calls: by a machine's signature, by the access token, or, where there is no header
 * {@code Authorization}, by a browser's session cookie. Who comes by cookie and wants to change something has to show that the request is the site's own.
 */
final class Authenticating implements Stage {

    private final Authenticator authenticator;

    Authenticating(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public void around(ServerCall call, Runnable rest) {
        Endpoint endpoint = call.endpoint();
        if (endpoint.access() != Access.PUBLIC) {
            identify(call, endpoint);
        }
        rest.run();
    }

    private void identify(ServerCall call, Endpoint endpoint) {
        Principal signer = authenticator.signer(call);
        String header = call.header("Authorization");
        String cookie = call.cookie(BrowserCookies.SESSION);
        if (signer != null) {
            call.authenticated(signer);
        } else if (header == null && cookie != null && endpoint.access() != Access.OPEN) {
            browser(call, authenticator.browser(cookie, endpoint.access(), endpoint.changes()));
        } else if (header != null || endpoint.access() != Access.OPEN) {
            String token = BearerToken.of(header);
            if (token == null) {
                throw new RequestFailure(ErrorCode.NOT_AUTHENTICATED,
                        "Sign in and send the access token as Authorization: Bearer.");
            }
            call.authenticated(authenticator.authenticate(token, endpoint.access(), endpoint.changes()));
        }
    }

    private static void browser(ServerCall call, Authenticator.Browser browser) {
        call.authenticated(browser.principal());
        switch (call.endpoint().method()) {
            case GET -> {
                // Reading changes nothing, and other sites cannot read the answer.
            }
            case POST, PUT, PATCH, DELETE -> call.requireOwnSite(browser.csrfToken());
        }
    }
}
