package dev.gatehouse.ui.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where caches of all servers and operators lie. */
public interface CacheFolder {

    /**
     * Opens an operator's cache, or begins one. One that another password sealed is begun anew; changes in it stay aside,
     * see {@link #unseal}.
     */
    ConsoleCache begin(URI server, String username, String password);

    /** Opens what was kept; absent where there is nothing, or the password is another. */
    @Nullable
    ConsoleCache unlock(URI server, String username, String password);

    /** How many changes of an operator earlier passwords have sealed. */
    int sealed(URI server, String username);

    /**
     * Puts the changes that an earlier password has sealed into {@code target}; what it does not open stays.
     *
     * @return how many
     * @throws FileTrouble where {@code target} cannot take them; then they stay aside too
     */
    int unseal(URI server, String username, String earlier, ConsoleCache target);

    /** Keeps nothing. */
    CacheFolder NONE = new CacheFolder() {

        @Override
        public ConsoleCache begin(URI server, String username, String password) {
            return ConsoleCache.NONE;
        }

        @Override
        public @Nullable ConsoleCache unlock(URI server, String username, String password) {
            return null;
        }

        @Override
        public int sealed(URI server, String username) {
            return 0;
        }

        @Override
        public int unseal(URI server, String username, String earlier, ConsoleCache target) {
            return 0;
        }
    };
}
