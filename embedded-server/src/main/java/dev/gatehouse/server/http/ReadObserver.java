package dev.gatehouse.server.http;

import dev.gatehouse.model.audit.Actor;

/** Is told of every read that is to be recorded and that worked. */
@FunctionalInterface
public interface ReadObserver {

    /**
     * Called on the request's thread, before the answer is sent; where it throws, nothing is read.
     *
     * @param address the path and the query as they were asked for
     */
    void read(Endpoint endpoint, String address, Actor actor);
}
