package dev.gatehouse.server.capsule.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.capsule.CapsulePart;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteCapsuleFileTest {

    @Test
    void writingEndsWhereItMayNotGoOn(@TempDir Path folder) {
        AtomicInteger given = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        CapsulePart numbers = new CapsulePart("numbers", (window, sink) -> IntStream.range(0, 10_000).forEach(i -> {
            given.set(i);
            sink.accept(i);
        }));

        assertThatThrownBy(() -> new SqliteCapsuleFile().write(folder.resolve("capsule.db"), Map.of(),
                new CapsulePart.Window(Instant.EPOCH, Instant.MAX), List.of(numbers), () -> {
                    if (asked.incrementAndGet() == 3) {
                        throw StorageException.full("There is no room.", null);
                    }
                })).isInstanceOf(StorageException.class).hasMessage("There is no room.");

        assertThat(given.get()).isLessThan(2_000);
    }
}
