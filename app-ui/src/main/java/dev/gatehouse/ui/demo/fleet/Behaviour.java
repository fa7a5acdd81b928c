package dev.gatehouse.ui.demo.fleet;

/** How a simulated client carries itself. */
enum Behaviour {
    /** Does all that a good client does. */
    STEADY,
    /** Stops its heartbeats until the node gives it up. */
    SILENT,
    /** Sends frames that no node can read. */
    GARBLED,
    /** Comes with a token that no node signed. */
    FORGING,
    /** Guesses passwords. */
    GUESSING;

    /** Every hundredth client is of each bad sort; small fleets have one of each from five clients on. */
    static Behaviour of(int index, int clients) {
        int every = Math.max(5, Math.min(100, clients));
        return switch (index % every) {
            case 1 -> SILENT;
            case 2 -> GARBLED;
            case 3 -> FORGING;
            case 4 -> GUESSING;
            default -> STEADY;
        };
    }
}
