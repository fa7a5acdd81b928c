package dev.gatehouse.ui.demo;

import dev.gatehouse.ui.demo.process.DemoFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The temporary folder of one demo: logs and data of all its programs. */
final class DemoFolder implements AutoCloseable {

    private final Path path;
    private final boolean keep;

    private DemoFolder(Path path, boolean keep) {
        this.path = path;
        this.keep = keep;
    }

    static DemoFolder create(boolean keep) throws DemoFailure {
        try {
            return new DemoFolder(Files.createTempDirectory("gatehouse-demo-"), keep);
        } catch (IOException failure) {
            throw new DemoFailure("No temporary folder can be made: " + failure.getMessage(), failure);
        }
    }

    Path path() {
        return path;
    }

    /** Deletes it with all that is in it, unless it is kept. */
    @Override
    public void close() {
        if (keep || !Files.exists(path)) {
            return;
        }
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    // A program that is just ending takes its own files with it.
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                        throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw new UncheckedIOException("the demo's folder " + path + " cannot be deleted", failure);
        }
    }
}
