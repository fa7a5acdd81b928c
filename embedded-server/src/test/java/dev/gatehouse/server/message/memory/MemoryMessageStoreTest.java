package dev.gatehouse.server.message.memory;

import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.bus.memory.MemoryBus;
import dev.gatehouse.server.message.Announcement;
import dev.gatehouse.server.message.MessageStore;
import dev.gatehouse.server.message.MessageStoreContract;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

class MemoryMessageStoreTest extends MessageStoreContract {

    private final MemoryBus bus = new MemoryBus("n1");
    private final List<Announcement> announced = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        bus.close();
    }

    @Override
    protected MessageStore open(MessageStore.Limits limits) {
        bus.on(Announcement.KIND,
                message -> announced.add(Json.LENIENT.convertValue(message.body(), Announcement.class)));
        return new MemoryMessageStore(limits, bus, Clock.systemUTC());
    }

    @Override
    protected List<Announcement> announced() {
        return announced;
    }
}
