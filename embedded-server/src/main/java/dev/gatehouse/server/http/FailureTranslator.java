package dev.gatehouse.server.http;

import dev.gatehouse.server.call.RequestFailure;

/** Finds the words for what features and stores throw. */
@FunctionalInterface
public interface FailureTranslator {

    /** Translates anything; what is not known becomes {@code internal} with {@code thrown} as its cause. */
    RequestFailure translate(Exception thrown);
}
