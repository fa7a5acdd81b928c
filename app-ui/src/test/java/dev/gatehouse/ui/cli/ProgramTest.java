package dev.gatehouse.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"--help", "server --help", "demo --help", "screenshots --help", "admin --help",
            "admin create --help", "admin reset-password --help", "doctor --help", "audit --help",
            "audit verify --help"})
    void everyCommandHasHelp(String line) {
        assertThat(run(Map.of(), line.split(" "))).isEqualTo(Program.DONE);
        assertThat(out.toString()).startsWith("Usage: gatehouse").contains("--data", "--config", "--set", "--version");
    }

    @Test
    void versionComesFromTheBuild() {
        assertThat(run(Map.of(), "--version")).isEqualTo(Program.DONE);
        assertThat(out.toString()).matches("gatehouse \\d+\\.\\d+\\.\\d+\\S*\\R");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "server --nonsense", "admin", "admin create", "audit", "screenshots",
            "demo --nodes x", "demo --nodes 0 --no-ui", "demo --clients 0 --no-ui", "demo --seconds 5",
            "server --set http.port"})
    void wrongUsageIsOneSentenceAndExitCodeTwo(String line) {
        assertThat(run(Map.of(), line.split(" "))).isEqualTo(Program.WRONG_USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("gatehouse: ").doesNotContain("\tat ");
    }

    @Test
    void serverNamesEveryFaultOfItsConfiguration() {
        int code = run(Map.of(), "server", "--data", folder.toString(), "--set", "http.port=abc", "--set",
                "ws.missed=0");

        assertThat(code).isEqualTo(Program.WRONG_USAGE);
        assertThat(err.toString()).contains("http.port", "ws.missed");
    }

    @Test
    void optionsMayStandBeforeAndAfterTheCommand() {
        int code = run(Map.of(), "--set", "http.port=abc", "doctor", "--set", "ws.missed=0", "--data",
                folder.toString());

        assertThat(code).isEqualTo(Program.FAILED);
        assertThat(out.toString()).contains("http.port", "ws.missed");
    }

    @Test
    void environmentAndFileAreRead() throws Exception {
        Path file = Files.writeString(folder.resolve("gatehouse.conf"), "ws { missed = 0 }");

        int code = run(Map.of("GATEHOUSE_HTTP_PORT", "abc"), "doctor", "--config", file.toString(), "--data",
                folder.toString());

        assertThat(code).isEqualTo(Program.FAILED);
        assertThat(out.toString()).contains("http.port", "ws.missed");
    }

    @Test
    void demoOfAnInstalledProgramSaysWhereItRuns() {
        assertThat(run(Map.of(), "demo", "--no-ui")).isEqualTo(Program.FAILED);
        assertThat(err.toString()).contains("runs in a checkout of the sources only");
    }

    @Test
    void demoWithoutItsJarsSaysHowToGetThem() {
        Host host = new Host(new PrintWriter(out), new PrintWriter(err), Map.of(), folder);

        assertThat(new Program(host).run("demo", "--no-ui")).isEqualTo(Program.FAILED);
        assertThat(err.toString()).contains("delete app-ui/target and start ./gatehouse demo again");
    }

    @Test
    void passwordIsNeverTakenFromTheCommandLine() {
        assertThat(run(Map.of(), "admin", "create", "ada", "secret")).isEqualTo(Program.WRONG_USAGE);
    }

    private int run(Map<String, String> variables, String... arguments) {
        Host host = new Host(new PrintWriter(out), new PrintWriter(err), variables, null);
        return new Program(host).run(arguments);
    }
}
