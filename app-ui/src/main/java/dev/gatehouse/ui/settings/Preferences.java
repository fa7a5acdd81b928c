package dev.gatehouse.ui.settings;

import dev.gatehouse.ui.text.Language;
import java.util.ArrayList;
import java.util.List;

/**
 * What the console remembers.
 *
 * @param width   of the window, in pixels
 * @param height  of the window, in pixels
 * @param servers addresses signed in to before, the last used first
 */
public record Preferences(Theme theme, Language language, double width, double height, boolean maximized,
        List<String> servers) {

    private static final int MOST_SERVERS = 8;

    public Preferences {
        servers = List.copyOf(servers);
    }

    /** What a new console starts with. */
    public static Preferences initial(Language language) {
        return new Preferences(Theme.LIGHT, language, 1440, 900, false, List.of());
    }

    public Preferences withTheme(Theme wanted) {
        return new Preferences(wanted, language, width, height, maximized, servers);
    }

    public Preferences withLanguage(Language wanted) {
        return new Preferences(theme, wanted, width, height, maximized, servers);
    }

    public Preferences withWindow(double newWidth, double newHeight, boolean isMaximized) {
        return new Preferences(theme, language, newWidth, newHeight, isMaximized, servers);
    }

    /** With {@code server} as the last used. */
    public Preferences withServer(String server) {
        List<String> known = new ArrayList<>(servers);
        known.remove(server);
        known.addFirst(server);
        return new Preferences(theme, language, width, height, maximized,
                known.subList(0, Math.min(MOST_SERVERS, known.size())));
    }
}
