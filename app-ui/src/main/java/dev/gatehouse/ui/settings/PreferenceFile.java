package dev.gatehouse.ui.settings;

import dev.gatehouse.model.json.Json;
import dev.gatehouse.ui.text.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps {@link Preferences} in {@code console.json} of the data folder. A file that cannot be read starts anew. */
public final class PreferenceFile {

    /** The file's name within the folder. */
    public static final String NAME = "console.json";

    private static final Logger LOG = LoggerFactory.getLogger(PreferenceFile.class);

    private final Path folder;
    private final Path file;
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

    /** Remembers {@code wanted}; a folder that cannot be written is told in the log only, as nothing else depends on it. */
    public void save(Preferences wanted) {
        if (wanted.equals(current)) {
            return;
        }
        current = wanted;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, Json.LENIENT.writerWithDefaultPrettyPrinter().writeValueAsBytes(wanted));
        } catch (IOException unwritable) {
            LOG.warn("the console's settings cannot be written to {}", file, unwritable);
        }
    }

    private Preferences read() {
        Preferences initial = Preferences.initial(Language.of(Locale.getDefault()));
        if (!Files.exists(file)) {
            return initial;
        }
        try {
            return Json.LENIENT.readValue(file.toFile(), Preferences.class);
        } catch (IOException | RuntimeException unreadable) {
            LOG.warn("the console's settings in {} cannot be read; starting anew", file, unreadable);
            return initial;
        }
    }
}
