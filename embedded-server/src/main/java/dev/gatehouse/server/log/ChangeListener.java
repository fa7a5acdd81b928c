package dev.gatehouse.server.log;

/** Is told of every command once its effect is in the replica, on every node. */
@FunctionalInterface
public interface ChangeListener {

    /** Called by the one thread that applies, in the log's order, so it must not wait. */
    void applied(Applied applied);
}
