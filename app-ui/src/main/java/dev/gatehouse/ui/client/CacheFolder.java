package dev.gatehouse.ui.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where caches of all servers and operators lie. */
public interface CacheFolder {

    /** Opens an operator's cache, or begins one; one that another password sealed is begun anew. */
    ConsoleCache begin(URI server, String username, String password);

    /** Opens what was kept; absent where there is nothing, or the password is another. */
    @Nullable
    ConsoleCache unlock(URI server, String username, String password);

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
    };
}
