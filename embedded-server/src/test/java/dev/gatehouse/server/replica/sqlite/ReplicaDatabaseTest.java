package dev.gatehouse.server.replica.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.call.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicaDatabaseTest {

    private static final String ADD = "INSERT INTO audit_gap VALUES ('t', 0, ?, 9)";
    private static final String COUNT = "SELECT count(*) FROM audit_gap";

    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsThereAfterReopening() {
        try (ReplicaDatabase replica = new ReplicaDatabase(folder.resolve("new"))) {
            assertThat(replica.<Integer>write(handle -> handle.execute(ADD, 1))).isEqualTo(1);
        }
        try (ReplicaDatabase replica = new ReplicaDatabase(folder.resolve("new"))) {
            assertThat(count(replica)).isEqualTo(1);
        }
    }

    @Test
    void writeThatThrowsLeavesNothingBehind() {
        try (ReplicaDatabase replica = new ReplicaDatabase(folder)) {
            assertThatThrownBy(() -> replica.write(handle -> {
                handle.execute(ADD, 1);
                throw new IllegalStateException("stop");
            })).isInstanceOf(IllegalStateException.class).hasMessage("stop");
            assertThat(count(replica)).isZero();
        }
    }

    @Test
    void writesOfManyThreadsRunOneAfterAnother() {
        try (ReplicaDatabase replica = new ReplicaDatabase(folder)) {
            CompletableFuture.allOf(IntStream.range(0, 8)
                    .mapToObj(thread -> CompletableFuture.runAsync(() -> IntStream.range(0, 20)
                            .forEach(i -> replica.<Integer>write(handle -> handle.execute(ADD, thread * 20 + i)))))
                    .toArray(CompletableFuture<?>[]::new)).join();
            assertThat(count(replica)).isEqualTo(160);
        }
    }

    @Test
    void readerCannotWrite() {
        try (ReplicaDatabase replica = new ReplicaDatabase(folder)) {
            assertThatThrownBy(() -> replica.<Integer>read(handle -> handle.execute(ADD, 1)))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("cannot be written");
        }
    }

    @Test
    void fullDiskIsToldInASentence() {
        try (ReplicaDatabase replica = new ReplicaDatabase(folder)) {
            int pages = replica.<Integer>read(
                    handle -> handle.createQuery("PRAGMA page_count").mapTo(Integer.class).one());
            assertThatThrownBy(() -> replica.write(handle -> {
                handle.execute("PRAGMA max_page_count = " + pages);
                return handle.execute(
                        """
                        WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 100000)
                        INSERT INTO audit_gap SELECT 't', 0, n, 9 FROM number""");
            })).isInstanceOf(StorageException.class).hasMessageContaining("The disk is full");
        }
    }

    @Test
    void folderThatCannotBeIsToldInASentence() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> new ReplicaDatabase(file.resolve("below")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("cannot be created");
    }

    @Test
    void fileThatIsNoDatabaseIsToldInASentence() throws IOException {
        Files.writeString(folder.resolve("replica.db"), "Certainly no database. ".repeat(100));
        assertThatThrownBy(() -> new ReplicaDatabase(folder))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("damaged or no database");
    }

    private static int count(ReplicaDatabase replica) {
        return replica.read(handle -> handle.createQuery(COUNT).mapTo(Integer.class).one());
    }
}
