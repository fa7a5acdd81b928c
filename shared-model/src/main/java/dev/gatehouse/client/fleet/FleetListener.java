package dev.gatehouse.client.fleet;

import dev.gatehouse.model.message.ServerFrame;
import java.time.Duration;

/**
 * What a program does about what happens on its connection. Calls come one after the other, in the order in which things
 * happened, on a thread of the client's; they may take their time and may call the connection.
 */
public interface FleetListener {

    /**
     * A message came, for the first time as far as is remembered. It is acknowledged as delivered when this returns; where
     * this throws, it is not, and may come again.
     */
    void message(ServerFrame.Message message);

    /** How far a message that was sent has come. */
    default void receipt(ServerFrame.Receipt receipt) {}

    /** The node answered a heartbeat after this time. */
    default void heartbeat(Duration roundTrip) {}

    /** The connection does something else now. */
    default void state(ConnectionState state) {}

    /** The node says goodbye, and why. */
    default void bye(ServerFrame.Bye bye) {}

    /** A frame was refused that no sender waits for, such as a room that may not be entered. */
    default void refused(ServerFrame.Failure failure) {}

    /** A try or a connection ended; another follows unless {@link #alarm} or {@link #alert} tells otherwise. */
    default void ended(Ending ending) {}

    /** So many tries have failed that people should know. */
    default void alarm(Ending last) {}

    /** A node does not want this client; it has stopped. */
    default void alert(SecurityAlert alert) {}

    /** {@link #message}, another call of this listener, or the token source threw what it should not. */
    default void failed(RuntimeException failure) {}
}
