package dev.gatehouse.ui.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The process that a command runs in.
 *
 * @param out       for what the command was asked for
 * @param err       for all else
 * @param variables the environment
 * @param checkout  the folder of the project's sources; absent in an installed program
 */
record Host(PrintWriter out, PrintWriter err, Map<String, String> variables, @Nullable Path checkout) {

    Host {
        variables = Map.copyOf(variables);
    }
}
