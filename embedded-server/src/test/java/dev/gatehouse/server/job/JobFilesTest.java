package dev.gatehouse.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFilesTest {

    @TempDir
    private Path folder;

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void fileThatIsNotWholeIsNotThere() throws IOException {
        JobFiles files = new JobFiles(folder);

        assertThatThrownBy(() -> files.fill("j1", part -> {
            write(part, "half of");
            throw new IllegalStateException("Redis went away");
        })).hasMessageContaining("went away");

        assertThat(files.has("j1")).isFalse();
        assertThat(folder).isEmptyDirectory();
        files.fill("j1", part -> write(part, "all of it"));
        assertThat(Files.readString(files.path("j1"))).isEqualTo("all of it");
        assertThat(Files.getPosixFilePermissions(files.path("j1"))).hasSize(2);
    }

    @Test
    void filesOfJobsThatNeedThemStay() throws IOException {
        JobFiles files = new JobFiles(folder);
        write(files.create("over"), "x");
        write(files.create("open"), "x");
        write(folder.resolve("open.part"), "x");
        write(folder.resolve("over.part"), "x");

        files.keepOnly("open"::equals);

        assertThat(folder).isDirectoryContaining("glob:**/open.csv").isDirectoryContaining("glob:**/open.part")
                .isDirectoryNotContaining("glob:**/over.*");
    }
}
