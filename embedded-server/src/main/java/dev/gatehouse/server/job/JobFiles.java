package dev.gatehouse.server.job;

import dev.gatehouse.server.call.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that jobs work on, one each, for the node's own user alone: they may hold passwords. */
public final class JobFiles {

    private static final Logger LOG = LoggerFactory.getLogger(JobFiles.class);

    private final Path folder;

    /** @param folder is made when the first file is */
    public JobFiles(Path folder) {
        this.folder = folder;
    }

    /** Makes the empty file of a job to be. */
    Path create(String id) {
        try {
            Files.createDirectories(folder);
            return Files.createFile(path(id), ownerOnly());
        } catch (IOException e) {
            throw new StorageException("No file can be made in " + folder + ": " + e.getMessage(), e);
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[]{
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
    }

    /** Whether the file of a job is here. */
    boolean has(String id) {
        return Files.exists(path(id));
    }

    /** Where the file of a job is. */
    Path path(String id) {
        return folder.resolve(id + ".csv");
    }

    /** Removes the file of a job, if it is there. */
    void delete(String id) {
        delete(path(id));
    }

    /** Removes the files of all jobs but these. */
    void keepOnly(List<String> ids) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Set<Path> kept = ids.stream().map(this::path).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> !kept.contains(file)).forEach(JobFiles::delete);
        } catch (IOException e) {
            LOG.warn("The folder {} cannot be read, so files of old jobs may stay there", folder, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} is no longer needed and cannot be removed; it is tried again at the next start", file, e);
        }
    }
}
