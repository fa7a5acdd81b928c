package dev.gatehouse.server.lock.memory;

import dev.gatehouse.server.lock.FencedLocks;
import dev.gatehouse.server.lock.FencedLocksContract;
import java.time.Clock;

class MemoryFencedLocksTest extends FencedLocksContract {

    private final FencedLocks locks = new MemoryFencedLocks(Clock.systemUTC());

    @Override
    protected FencedLocks locks() {
        return locks;
    }
}
