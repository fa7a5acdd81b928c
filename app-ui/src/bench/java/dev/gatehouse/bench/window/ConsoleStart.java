package dev.gatehouse.bench.window;

import dev.gatehouse.ui.cli.Main;

/** The program itself, watched. */
public final class ConsoleStart {

    private ConsoleStart() {}

    /** Takes what {@code gatehouse} takes. */
    public static void main(String[] arguments) {
        FirstWindow.watch("#sign-in");
        Main.main(arguments);
    }
}
