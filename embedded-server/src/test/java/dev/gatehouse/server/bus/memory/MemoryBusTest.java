package dev.gatehouse.server.bus.memory;

import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.bus.BusContract;

class MemoryBusTest extends BusContract {

    @Override
    protected Bus open(String node) {
        return new MemoryBus(node);
    }
}
