package dev.gatehouse.client.fleet;

import java.io.IOException;

/** Gives the access token to connect with; asked anew for every try, so that it can refresh one. It may take its time. */
@FunctionalInterface
public interface TokenSource {

    /**
     * A token that is good now.
     *
     * @throws IOException        where it cannot be had at the moment; that counts as a try that failed
     * @throws SignedOutException where it cannot be had any more; that stops the connection
     */
    String token() throws IOException, InterruptedException, SignedOutException;

    /** Whoever the tokens belong to must sign in again. */
    final class SignedOutException extends Exception {

        private static final long serialVersionUID = 1L;

        public SignedOutException(String message) {
            super(message);
        }
    }
}
