package dev.gatehouse.ui.demo;

import dev.gatehouse.ui.demo.fleet.Fleet;
import dev.gatehouse.ui.demo.process.DemoFailure;
import java.net.URI;
import java.nio.file.Path;

/** What the demo needs of the rest of the program. */
public interface DemoDoors {

    /** Creates the first operator of a fleet through the data folder of a node that runs. */
    void createAdmin(Path nodeData, Fleet.Operator operator) throws DemoFailure;

    /**
     * Opens the console on a node, signed in, and returns when its window is closed.
     *
     * @param data takes the console's own settings
     */
    void openConsole(URI node, Path data, Fleet.Operator operator);
}
