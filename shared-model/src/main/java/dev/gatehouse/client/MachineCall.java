package dev.gatehouse.client;

import org.jspecify.annotations.Nullable;

/**
 * One call.
 *
 * @param path    with its query, already encoded, such as {@code /api/v1/users?limit=10}
 * @param body    sent as JSON; absent for none
 * @param version sent as {@code If-Match}; absent for none
 */
public record MachineCall(String method, String path, @Nullable Object body, @Nullable Long version) {

    public static MachineCall get(String path) {
        return new MachineCall("GET", path, null, null);
    }

    public static MachineCall post(String path, @Nullable Object body) {
        return new MachineCall("POST", path, body, null);
    }

    public static MachineCall delete(String path) {
        return new MachineCall("DELETE", path, null, null);
    }
}
