package dev.gatehouse.ui.settings;

import dev.gatehouse.model.json.Json;
import dev.gatehouse.ui.text.Language;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link Preferences} in {@code console.json} of the data folder: the whole of what was or the whole of what is,
 * whenever the machine stops. A file that cannot be read is set aside, and it starts anew.
 */
public final class PreferenceFile {

    /** The file's name within the folder. */
    public static final String NAME = "console.json";

    private static final Logger LOG = LoggerFactory.getLogger(PreferenceFile.class);

    private final Path folder;
    private final Path file;
    private @Nullable Path setAside;
    private Preferences current;

    public PreferenceFile(Path dataFolder) {
        this.folder = dataFolder;
        this.file = dataFolder.resolve(NAME);
        this.current = read();
    }

    /** Where the console keeps its own files. */
    public Path folder() {
        return folder;
    }

    public Preferences current() {
        return current;
    }

    /** Where a file lies now that could not be read; {@code null} where it could. */
    public @Nullable Path setAside() {
        return setAside;
    }

    /** Remembers {@code wanted}; a folder that cannot be written is told in the log only, as nothing else depends on it. */
    public void save(Preferences wanted) {
        if (wanted.equals(current)) {
            return;
        }
        current = wanted;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            write(Json.LENIENT.writerWithDefaultPrettyPrinter().writeValueAsBytes(wanted));
        } catch (IOException unwritable) {
            LOG.warn("the console's settings cannot be written to {}", file, unwritable);
        }
    }

    private void write(byte[] bytes) throws IOException {
        Path part = file.resolveSibling(NAME + ".part");
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private Preferences read() {
        Preferences initial = Preferences.initial(Language.of(Locale.getDefault()));
        if (!Files.exists(file)) {
            return initial;
        }
        try {
            Preferences read = Json.LENIENT.readValue(file.toFile(), Preferences.class);
            if (read == null) {
                throw new IOException("It holds no settings.");
            }
            return read;
        } catch (IOException | RuntimeException unreadable) {
            LOG.warn("the console's settings in {} cannot be read; starting anew", file, unreadable);
            setAside = putAside();
            return initial;
        }
    }

    private @Nullable Path putAside() {
        try {
            return Files.move(file, file.resolveSibling(NAME + ".bad"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException immovable) {
            LOG.warn("{} cannot be set aside; the next change of a setting takes its place", file, immovable);
            return null;
        }
    }
}
