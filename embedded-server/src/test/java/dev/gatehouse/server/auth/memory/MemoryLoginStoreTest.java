package dev.gatehouse.server.auth.memory;

import dev.gatehouse.server.auth.LoginStore;
import dev.gatehouse.server.auth.LoginStoreContract;

class MemoryLoginStoreTest extends LoginStoreContract {

    private final MemoryLoginStore store = new MemoryLoginStore(clock);

    @Override
    protected LoginStore store() {
        return store;
    }

    @Override
    protected void holderDies() {
        clock.pass(LoginStore.LOCK_HELD);
    }
}
