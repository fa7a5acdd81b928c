package dev.gatehouse.server.answer.memory;

import dev.gatehouse.server.answer.AnswerStore;
import dev.gatehouse.server.answer.AnswerStoreContract;
import java.time.Clock;

class MemoryAnswerStoreTest extends AnswerStoreContract {

    private final MemoryAnswerStore store = new MemoryAnswerStore(Clock.systemUTC());

    @Override
    protected AnswerStore open() {
        return store;
    }
}
