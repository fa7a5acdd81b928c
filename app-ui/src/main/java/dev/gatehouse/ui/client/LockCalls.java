package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.LocksExchange;
import dev.gatehouse.model.auth.Lock;
import java.util.concurrent.CompletableFuture;

/** {@link LocksExchange}. */
public final class LockCalls {

    private static final TypeReference<LocksExchange.Locks> LOCKS = new TypeReference<>() {};
    private static final TypeReference<Void> NOTHING = new TypeReference<>() {};

    private final ConsoleClient client;

    LockCalls(ConsoleClient client) {
        this.client = client;
    }

    /** The locks that hold now, the latest first. */
    public CompletableFuture<LocksExchange.Locks> list() {
        return client.call(Transport.Call.get(LocksExchange.PATH), LOCKS);
    }

    /** Opens the door again. */
    public CompletableFuture<Void> lift(Lock lock) {
        return client.call(new Transport.Call("DELETE", LocksExchange.path(lock.kind(), lock.subject()), null, null),
                NOTHING);
    }
}
