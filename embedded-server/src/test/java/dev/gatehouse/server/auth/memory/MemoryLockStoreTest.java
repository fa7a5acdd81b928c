package dev.gatehouse.server.auth.memory;

import dev.gatehouse.server.auth.LockStore;
import dev.gatehouse.server.auth.LockStoreContract;
import java.time.Clock;

class MemoryLockStoreTest extends LockStoreContract {

    private final LockStore store = new MemoryLockStore(Clock.systemUTC());

    @Override
    protected LockStore store() {
        return store;
    }
}
