package dev.gatehouse.server.auth;

import dev.gatehouse.server.call.LiveStateUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends sessions before their time, so that nothing of them is good any more on any node. */
public final class SessionEnds {

    private static final Logger LOG = LoggerFactory.getLogger(SessionEnds.class);

    private final LoginStore store;
    private final Denials denials;
    private final Duration accessLifetime;
    private final Duration refreshLifetime;
    private final Consumer<String> sockets;
    private final Clock clock;

    /**
     * Ends sessions in a store.
     *
     * @param accessLifetime  how long a token that was issued may still be about
     * @param refreshLifetime how long a login that cannot be removed now could be renewed
     * @param sockets         closes the sockets of a session, on every node
     */
    public SessionEnds(LoginStore store, Denials denials, Duration accessLifetime, Duration refreshLifetime,
            Consumer<String> sockets, Clock clock) {
        this.store = store;
        this.denials = denials;
        this.accessLifetime = accessLifetime;
        this.refreshLifetime = refreshLifetime;
        this.sockets = sockets;
        this.clock = clock;
    }

    /**
     * Makes a login's tokens worthless; its sockets stay open. Where the login cannot be removed now, the session stays
     * denied for as long as the login could be renewed.
     */
    void revoke(Login login) {
        deny(login.sid(), accessLifetime);
        try {
            store.remove(login);
        } catch (LiveStateUnavailableException e) {
            outlived(login.sid(), e);
        }
    }

    /**
     * Makes the tokens of a session worthless; its sockets stay open. Where the login cannot be removed now, the session
     * stays denied for as long as the login could be renewed.
     */
    void revoke(String sid) {
        deny(sid, accessLifetime);
        try {
            Login login = store.find(sid);
            if (login != null) {
                store.remove(login);
            }
        } catch (LiveStateUnavailableException e) {
            outlived(sid, e);
        }
    }

    private void outlived(String sid, LiveStateUnavailableException e) {
        LOG.warn("A login outlives its session and stays denied: {}", e.getMessage());
        deny(sid, refreshLifetime);
    }

    /** Denies for as long as a token may be believed somewhere, which is a little longer than it says. */
    private void deny(String sid, Duration lifetime) {
        denials.deny(sid, clock.instant().plus(lifetime).plus(Tokens.CLOCK_SKEW));
    }

    /** Closes a session's sockets, wherever they are. */
    void close(String sid) {
        sockets.accept(sid);
    }

    /** Makes a login's tokens worthless and closes its sockets. */
    void end(Login login) {
        revoke(login);
        close(login.sid());
    }

    boolean isDenied(String sid) {
        return denials.isDenied(sid);
    }
}
