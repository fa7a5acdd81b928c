package dev.gatehouse.ui.demo.fleet;

import dev.gatehouse.client.fleet.TokenSource;
import dev.gatehouse.model.api.LoginExchange;
import dev.gatehouse.model.api.RefreshExchange;
import dev.gatehouse.model.auth.TokenPair;
import java.io.IOException;
import java.time.Duration;

/** The tokens of one visit: the access token while it is good, then what the refresh token gives. */
final class VisitTokens implements TokenSource {

    private static final Duration MARGIN = Duration.ofSeconds(20);

    private final Rest rest;
    private String access;
    private String refresh;
    private long goodUntilNanos;

    VisitTokens(Rest rest, LoginExchange.Response login) {
        this.rest = rest;
        access = login.accessToken();
        refresh = login.refreshToken();
        goodUntilNanos = until(login.expiresIn());
    }

    @Override
    public synchronized String token() throws IOException, InterruptedException, SignedOutException {
        if (System.nanoTime() - goodUntilNanos >= 0) {
            renew();
        }
        return access;
    }

    private void renew() throws IOException, InterruptedException, SignedOutException {
        try {
            TokenPair pair = rest.send(
                    Rest.Call.open("POST", RefreshExchange.PATH, new RefreshExchange.Request(refresh)),
                    TokenPair.class);
            access = pair.accessToken();
            refresh = pair.refreshToken();
            goodUntilNanos = until(pair.expiresIn());
        } catch (CallFailure failure) {
            if (failure.status() == 401 || failure.status() == 403) {
                throw new SignedOutException(failure.code());
            }
            throw new IOException(failure.getMessage(), failure);
        }
    }

    private static long until(long seconds) {
        return System.nanoTime() + Duration.ofSeconds(seconds).minus(MARGIN).toNanos();
    }
}
