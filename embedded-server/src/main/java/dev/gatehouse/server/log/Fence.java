package dev.gatehouse.server.log;

/**
 * Under what lock a command was given. Once the log holds a command under a greater token, those under a smaller one are
 * refused: whoever gave them had lost the lock.
 *
 * @param lock  such as {@code job/01J...}
 * @param token as the lock gave it
 */
public record Fence(String lock, long token) {}
