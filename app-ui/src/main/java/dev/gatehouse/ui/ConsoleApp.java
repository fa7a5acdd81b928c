package dev.gatehouse.ui;

/** The composition root of the console. */
public final class ConsoleApp {

    private ConsoleApp() {}

    /** Opens the console; returns when its window was closed. To be called once, from the main thread. */
    public static void launch(LaunchPlan plan) {
        System.Logger log = System.getLogger(ConsoleApp.class.getName());
        log.log(System.Logger.Level.INFO, "the console of {0}", plan.server());
    }
}
