package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A folder for the files of one benchmark, gone afterwards. */
final class Scratch implements AutoCloseable {

    private final Path folder;
    private final Map<String, Integer> made = new HashMap<>();

    private Scratch(Path folder) {
        this.folder = folder;
    }

    static Scratch make() throws IOException {
        return new Scratch(Files.createTempDirectory("gatehouse-bench"));
    }

    /** A place in the folder; it need not be there yet. */
    Path path(String name) {
        return folder.resolve(name).normalize();
    }

    /** The first place of a name followed by 1, 2 and so on that was not given yet. */
    Path fresh(String name) {
        return path(name + made.merge(name, 1, Integer::sum));
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (var walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
