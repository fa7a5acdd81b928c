package dev.gatehouse.client;

import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/**
 * Who a machine is.
 *
 * @param machineId as the node gave it when the machine was registered
 * @param audience  the fleet it speaks to, {@code machine.audience} of its nodes
 * @param key       Ed25519; absent where a TLS client certificate speaks for the machine
 */
public record MachineIdentity(String machineId, String audience, @Nullable PrivateKey key) {

    /** What a fleet calls itself where nobody has configured anything else. */
    public static final String DEFAULT_AUDIENCE = "gatehouse";

    /** A machine with a key, in a fleet that keeps the default name. */
    public static MachineIdentity of(String machineId, PrivateKey key) {
        return new MachineIdentity(machineId, DEFAULT_AUDIENCE, key);
    }

    @Override
    public String toString() {
        return "MachineIdentity[" + machineId + " in " + audience + "]";
    }
}
