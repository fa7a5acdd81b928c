package dev.gatehouse.ui.firstrun;

/** Makes the first administrator of the server in this process, which nobody can sign in to yet. */
@FunctionalInterface
public interface FirstAdmin {

    /**
     * Creates the administrator; blocks until it is written.
     *
     * @param password wiped by the caller afterwards
     * @throws RuntimeException with a sentence for the operator, where the name or the password will not do
     */
    void create(String username, char[] password);
}
