package dev.gatehouse.model.machine;

/**
 * What a machine signs with its old key to put a new one in its place.
 *
 * @param audience  as in {@link HandshakeText}
 * @param challenge as the node gave it
 * @param publicKey the new key, exactly as the request bears it
 */
public record RotationText(String audience, String machineId, String challenge, String publicKey) {

    /** The text, signed as UTF-8. */
    public String text() {
        return String.join("\n", "gatehouse-rotation-v1", audience, machineId, challenge, publicKey);
    }
}
