package dev.gatehouse.server.capsule;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes capsules. */
public interface CapsuleFile {

    /**
     * Writes a new file with all parts and the hash of each.
     *
     * @param meta what is said about the capsule as a whole
     * @param mayGoOn called before each batch of rows; what it throws ends the writing
     * @throws dev.gatehouse.server.call.StorageException where it cannot be written
     */
    void write(Path file, Map<String, String> meta, CapsulePart.Window window, List<CapsulePart> parts,
            Runnable mayGoOn);
}
