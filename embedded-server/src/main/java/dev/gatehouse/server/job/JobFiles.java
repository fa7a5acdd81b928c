package dev.gatehouse.server.job;

import dev.gatehouse.server.call.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that jobs work on, one each, for the node's own user alone: they may hold passwords. */
public final class JobFiles {

    private static final Logger LOG = LoggerFactory.getLogger(JobFiles.class);

    private static final String WHOLE = ".csv";
    private static final String PART = ".part";

    private final Path folder;

    /** @param folder is made when the first file is */
    public JobFiles(Path folder) {
        this.folder = folder;
    }

    /** Makes the empty file of a job to be. */
    Path create(String id) {
        return created(path(id));
    }

    private Path created(Path file) {
        try {
            Files.createDirectories(folder);
            return Files.createFile(file, ownerOnly());
        } catch (IOException e) {
            throw new StorageException("No file can be made in " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Has the file of a job written by {@code writing}, which is given an empty one. It is in its place once it is whole
     * and on the disk; where that fails, nothing is.
     */
    void fill(String id, Consumer<Path> writing) {
        Path part = folder.resolve(id + PART);
        delete(part);
        try {
            writing.accept(created(part));
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, path(id), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StorageException("The file " + path(id) + " cannot be written: " + e.getMessage(), e);
        } finally {
            delete(part);
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
        return folder.resolve(id + WHOLE);
    }

    /** Removes the file of a job, if it is there. */
    void delete(String id) {
        delete(path(id));
    }

    /**
     * Removes the files of jobs that need none any more.
     *
     * @param needed asked for the id of each file that is there
     */
    void keepOnly(Predicate<String> needed) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> !needed.test(id(file))).forEach(JobFiles::delete);
        } catch (IOException e) {
            LOG.warn("The folder {} cannot be read, so files of old jobs may stay there", folder, e);
        }
    }

    private static String id(Path file) {
        return String.valueOf(file.getFileName()).split("\\.", 2)[0];
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} is no longer needed and cannot be removed; it is tried again at the next start", file, e);
        }
    }
}
