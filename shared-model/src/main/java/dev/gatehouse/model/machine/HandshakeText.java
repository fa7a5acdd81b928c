package dev.gatehouse.model.machine;

/**
 * What a machine signs with its Ed25519 key to open a session.
 *
 * @param audience  the fleet it speaks to ({@code machine.audience} of its nodes), so that a signature that another
 *                  fleet has coaxed out of it is worth nothing here
 * @param challenge as the node gave it
 */
public record HandshakeText(String audience, String machineId, String challenge) {

    /** The text, signed as UTF-8. */
    public String text() {
        return String.join("\n", "gatehouse-handshake-v1", audience, machineId, challenge);
    }
}
