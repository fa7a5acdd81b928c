package dev.gatehouse.server.session.memory;

import dev.gatehouse.server.session.PresenceStore;
import dev.gatehouse.server.session.PresenceStoreContract;
import java.time.Clock;
import java.time.Duration;

class MemoryPresenceStoreTest extends PresenceStoreContract {

    @Override
    protected PresenceStore open(Duration lifetime) {
        return new MemoryPresenceStore(lifetime, Clock.systemUTC());
    }
}
