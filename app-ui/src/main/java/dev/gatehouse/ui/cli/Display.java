package dev.gatehouse.ui.cli;

import java.util.Locale;

/** Whether a window can be opened. */
final class Display {

    private Display() {}

    /** Fails with a sentence where there is no display. */
    static void require(Host host) {
        boolean linux = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        boolean headless = "Headless".equals(System.getProperty("glass.platform"));
        if (linux && !headless && host.variables().getOrDefault("DISPLAY", "").isEmpty()) {
            throw CommandFailure.failed("there is no display (DISPLAY is not set) to open the console on;"
                    + " use gatehouse server, or gatehouse demo --no-ui.");
        }
    }
}
