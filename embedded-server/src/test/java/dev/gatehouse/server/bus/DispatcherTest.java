package dev.gatehouse.server.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.gatehouse.server.bus.Bus.Message;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    private static final int MOST = 50_000;

    @Test
    void errorOfAHandlerIsNotTheEndOfTheOthers() {
        try (Dispatcher dispatcher = new Dispatcher("test")) {
            AtomicInteger handled = new AtomicInteger();
            dispatcher.on("poison", _ -> {
                throw new StackOverflowError("too deep");
            });
            dispatcher.on("good", _ -> handled.incrementAndGet());

            dispatcher.dispatch(new Message("poison", "n2", NullNode.getInstance()));
            dispatcher.dispatch(new Message("good", "n2", NullNode.getInstance()));

            await().until(() -> handled.get() == 1);
        }
    }

    @Test
    void whoSendsFasterThanIsHandledWaits() throws InterruptedException {
        try (Dispatcher dispatcher = new Dispatcher("test")) {
            CountDownLatch go = new CountDownLatch(1);
            AtomicInteger handled = new AtomicInteger();
            dispatcher.on("slow", _ -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                handled.incrementAndGet();
            });
            Message message = new Message("slow", "n2", NullNode.getInstance());
            AtomicInteger delivered = new AtomicInteger();
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < MOST + 10; i++) {
                        dispatcher.deliver(message);
                        delivered.incrementAndGet();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });

            await().until(() -> sender.getState() == Thread.State.WAITING && delivered.get() > MOST);
            assertThat(delivered.get()).as("one is being handled").isEqualTo(MOST + 1);
            dispatcher.dispatch(message);
            go.countDown();

            sender.join();
            await().until(() -> handled.get() == MOST + 11);
        }
    }
}
