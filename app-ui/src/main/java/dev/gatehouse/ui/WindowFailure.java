package dev.gatehouse.ui;

/** The console cannot show a window on this machine; the message is one sentence that says what to do. */
public final class WindowFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WindowFailure(Throwable cause) {
        super("The window cannot be opened: " + cause.getMessage()
                + " On Linux it needs a display and GTK 3 (Debian: apt install libgtk-3-0);"
                + " without them, gatehouse server runs the node alone.", cause);
    }
}
