package dev.gatehouse.ui.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where the program begins. */
public final class Main {

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        String checkout = System.getProperty("gatehouse.checkout");
        Host host = new Host(new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8), System.getenv(),
                checkout == null ? null : Path.of(checkout));
        System.exit(new Program(host).run(arguments));
    }
}
