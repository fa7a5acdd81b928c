package dev.gatehouse.server.http;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.server.call.RequestFailure;

/**
 * Is told of every request to change something, or for what few may see, that was not carried out and that nobody has
 * recorded yet.
 */
@FunctionalInterface
public interface RefusalObserver {

    /**
     * Called on the request's thread, before the answer is sent.
     *
     * @param path the path as it was asked for
     */
    void refused(Endpoint endpoint, String path, Actor actor, RequestFailure failure);
}
