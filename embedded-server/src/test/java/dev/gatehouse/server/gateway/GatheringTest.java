package dev.gatehouse.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GatheringTest {

    @Test
    void whatIsGatheredTakesAsMuchMemoryAsItIsLong() throws Exception {
        CompletableFuture<ByteBuffer> whole = new CompletableFuture<>();

        Gathering gathering = new Gathering(new ByteArrayInputStream(new byte[100]), whole::complete, () -> {});

        assertThat(whole.get(10, TimeUnit.SECONDS).array()).hasSize(100);
        assertThat(gathering.isTooLarge()).isFalse();
    }
}
