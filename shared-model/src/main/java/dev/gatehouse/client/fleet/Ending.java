package dev.gatehouse.client.fleet;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a connection is not, or is no more. */
public sealed interface Ending {

    /**
     * The node answered with an HTTP status instead of an upgrade.
     *
     * @param retryAfter as the node said; absent where it did not
     */
    record Refused(int status, @Nullable Duration retryAfter) implements Ending {}

    /** There is no node at that address, or the way to it broke. */
    record Unreachable(String detail) implements Ending {}

    /** The connection was closed in due form. */
    record Closed(int code, String reason) implements Ending {}

    /** Nothing was heard of the node for two heartbeats, or it never said welcome. */
    record Silent() implements Ending {}

    /** There is no token to come with: whoever it belongs to must sign in again. */
    record SignedOut(String detail) implements Ending {}
}
