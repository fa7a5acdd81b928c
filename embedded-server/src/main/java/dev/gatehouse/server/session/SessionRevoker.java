package dev.gatehouse.server.session;

import java.util.Collection;

/** Makes the tokens of sessions worthless on every node. */
@FunctionalInterface
public interface SessionRevoker {

    /**
     * Revokes access and refresh tokens.
     *
     * @param sessionIds as in the tokens
     * @param reason     one sentence
     */
    void revoke(Collection<String> sessionIds, String reason);
}
