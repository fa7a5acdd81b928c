package dev.gatehouse.ui.cli;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** All commands of {@code gatehouse}, and what becomes of their failures. */
final class Program {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    private final Host host;

    Program(Host host) {
        this.host = host;
    }

    /** Runs one command line and gives its exit code. */
    int run(String... arguments) {
        NodeOptions options = new NodeOptions();
        CommandLine line = new CommandLine(new ConsoleCommand(host, options));
        line.addSubcommand(new ServerCommand(host, options));
        line.addSubcommand(new DemoCommand(host, options));
        line.addSubcommand(new GenerateCommand(host, options));
        line.addSubcommand(new ScreenshotsCommand(host));
        line.addSubcommand(new CommandLine(new AdminCommand()).addSubcommand(new AdminCommand.Create(host, options))
                .addSubcommand(new AdminCommand.ResetPassword(host, options)));
        line.addSubcommand(new DoctorCommand(host, options));
        line.addSubcommand(new CommandLine(new AuditCommand()).addSubcommand(new AuditCommand.Verify(host, options)));
        line.setOut(host.out());
        line.setErr(host.err());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(this::wrongUsage);
        line.setExecutionExceptionHandler(this::failed);
        int code = line.execute(arguments);
        host.out().flush();
        host.err().flush();
        return code;
    }

    private int wrongUsage(CommandLine.ParameterException failure, String[] arguments) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        say(failure.getMessage());
        host.err().println("See " + command + " --help.");
        return WRONG_USAGE;
    }

    private int failed(Exception failure, CommandLine command, CommandLine.@Nullable ParseResult parsed) {
        if (failure instanceof CommandFailure known) {
            say(known.getMessage());
            return known.exitCode();
        }
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            say("stopped before it was done.");
            return FAILED;
        }
        LoggerFactory.getLogger(Program.class).error("A command broke", failure);
        say("something broke that should not: " + failure.getClass().getSimpleName() + ": " + failure.getMessage());
        return FAILED;
    }

    private void say(@Nullable String sentence) {
        host.err().println("gatehouse: " + (sentence == null ? "failed without a reason." : sentence));
    }
}
