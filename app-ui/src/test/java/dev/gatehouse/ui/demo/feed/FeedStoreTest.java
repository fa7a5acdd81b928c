package dev.gatehouse.ui.demo.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedStoreTest {

    @TempDir
    private Path folder;

    private static FeedEntry entry(String thread, long number) {
        return new FeedEntry(thread, number, number == 1 ? null : 1L, "u1", "ann", "line\nbreak", Instant.EPOCH,
                "m-" + thread + number);
    }

    @Test
    void entriesAreThereAgainAndInOrder() throws IOException {
        Path file = folder.resolve("feed.jsonl");
        try (FeedStore store = new FeedStore(file)) {
            store.append(entry("a", 1));
            store.append(entry("b", 1));
            store.append(entry("a", 2));
        }

        try (FeedStore store = new FeedStore(file)) {
            assertThat(store.threads()).containsExactlyInAnyOrder("a", "b");
            assertThat(store.page("a", 0, 10).entries()).containsExactly(entry("a", 1), entry("a", 2));
            assertThat(store.page("a", 1, 10)).isEqualTo(new FeedPage("a", store.page("a", 1, 10).entries(), 2));
            assertThat(store.page("a", 0, 1).entries()).containsExactly(entry("a", 1));
            assertThat(store.page("nobody", 5, 10).entries()).isEmpty();
            assertThat(store.of("m-b1")).isEqualTo(entry("b", 1));
        }
    }

    @Test
    void lineThatACrashCutOffIsDropped() throws IOException {
        Path file = folder.resolve("feed.jsonl");
        try (FeedStore store = new FeedStore(file)) {
            store.append(entry("a", 1));
        }
        Files.writeString(file, "{\"thread\":\"a\",\"num", StandardOpenOption.APPEND);

        try (FeedStore store = new FeedStore(file)) {
            store.append(entry("a", 2));
        }
        try (FeedStore store = new FeedStore(file)) {
            assertThat(store.page("a", 0, 10).entries()).containsExactly(entry("a", 1), entry("a", 2));
        }
    }

    @Test
    void entryThatIsNotTheNextOneIsRefused() throws IOException {
        try (FeedStore store = new FeedStore(folder.resolve("feed.jsonl"))) {
            assertThatThrownBy(() -> store.append(entry("a", 2))).isInstanceOf(IllegalArgumentException.class);
            assertThat(store.threads()).isEmpty();
        }
    }
}
