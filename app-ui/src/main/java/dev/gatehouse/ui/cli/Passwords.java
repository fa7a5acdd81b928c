package dev.gatehouse.ui.cli;

import java.io.Console;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a password comes from: the environment, else the terminal; never the command line, which others can read. */
final class Passwords {

    private static final String VARIABLE = "GATEHOUSE_ADMIN_PASSWORD";

    private Passwords() {}

    /** The password; to be wiped by the caller. */
    static char[] read(Host host) {
        String given = host.variables().get(VARIABLE);
        if (given != null && !given.isEmpty()) {
            return given.toCharArray();
        }
        Console console = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .orElseThrow(() -> CommandFailure.wrongUsage(
                        "there is no terminal to read a password from; put it into " + VARIABLE + "."));
        char[] first = answer(console.readPassword("Password: "));
        char[] second = answer(console.readPassword("Once more: "));
        try {
            if (!Arrays.equals(first, second)) {
                Arrays.fill(first, ' ');
                throw CommandFailure.failed("the two passwords differ; nothing was changed.");
            }
            return first;
        } finally {
            Arrays.fill(second, ' ');
        }
    }

    private static char[] answer(char @Nullable [] typed) {
        if (typed == null) {
            throw CommandFailure.failed("no password was given; nothing was changed.");
        }
        return typed;
    }
}
