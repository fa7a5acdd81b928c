package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    private Path temporary;

    @Test
    void aMissingFolderIsMadeAndHeldUntilItIsGivenBack() throws Exception {
        Path path = temporary.resolve("a/b");
        try (DataFolder folder = DataFolder.take(path)) {
            assertThat(folder.path()).isEqualTo(path).isDirectory();
            assertThatThrownBy(() -> DataFolder.take(path)).isInstanceOf(DataFolder.InUseException.class)
                    .hasMessageContaining(path.toString()).hasMessageContaining("--data");
        }
        DataFolder.take(path).close();
    }

    @Test
    void aFileWhereTheFolderShouldBeIsToldInASentence() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "x");

        assertThatThrownBy(() -> DataFolder.take(file)).isInstanceOf(StartException.class)
                .hasMessageContaining(file.toString()).hasMessageContaining("cannot be written");
        assertThatThrownBy(() -> DataFolder.take(file.resolve("below"))).isInstanceOf(StartException.class)
                .hasMessageContaining("cannot be written").hasMessageContaining("--data");
    }

    @Test
    void theNameIsMadeOnceAndKept() throws Exception {
        String made;
        try (DataFolder folder = DataFolder.take(temporary)) {
            made = folder.nodeId(null);
            assertThat(made).matches("[A-Za-z0-9][A-Za-z0-9-]*-[0-9a-f]{6}");
        }
        try (DataFolder folder = DataFolder.take(temporary)) {
            assertThat(folder.nodeId(null)).isEqualTo(made);
            assertThat(folder.nodeId("given")).isEqualTo("given");
        }
    }

    @Test
    void anEmptyNameFileIsReplaced() throws Exception {
        Files.writeString(temporary.resolve("node-id"), "\n");
        try (DataFolder folder = DataFolder.take(temporary)) {
            assertThat(folder.nodeId(null)).isNotBlank();
        }
    }

    @Test
    void aNameThatCannotBeReadIsToldInASentence() throws Exception {
        Files.createDirectory(temporary.resolve("node-id"));
        try (DataFolder folder = DataFolder.take(temporary)) {
            assertThatThrownBy(() -> folder.nodeId(null)).isInstanceOf(StartException.class)
                    .hasMessageContaining("node-id");
        }
    }

    @Test
    void aNodeOnAFolderThatCannotBeWrittenDoesNotStart() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "x");

        assertThatThrownBy(() -> TestNodes.start(file, Map.of())).isInstanceOf(StartException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void aReplicaThatIsNoDatabaseIsToldInASentence() throws Exception {
        Files.writeString(temporary.resolve("replica.db"), "this is no database, only some words".repeat(100));

        assertThatThrownBy(() -> TestNodes.start(temporary, Map.of())).isInstanceOf(StartException.class)
                .hasMessageContaining("replica.db");
    }

    @Test
    void aDamagedSigningKeyIsToldInASentence() throws Exception {
        Files.writeString(temporary.resolve("signing-key"), "not\na key\n");

        assertThatThrownBy(() -> TestNodes.start(temporary, Map.of())).isInstanceOf(StartException.class)
                .hasMessageContaining("signing-key").hasMessageContaining("damaged");
    }
}
