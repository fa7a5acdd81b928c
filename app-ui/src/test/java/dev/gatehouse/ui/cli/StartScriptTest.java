package dev.gatehouse.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/** The start script in a checkout of its own, with a JDK and a Maven that only say that they were called. */
@DisabledOnOs(WINDOWS)
class StartScriptTest {

    private static final List<String> TOOLS = List.of("sh", "dirname", "readlink", "sed", "head", "find", "mkdir",
            "mktemp",
            "mv", "rm", "cat", "touch", "flock");

    @TempDir
    private Path folder;

    private Path checkout;
    private Path path;
    private Path jdks;

    @BeforeEach
    void layOutCheckout() throws IOException {
        checkout = Files.createDirectories(folder.resolve("check out"));
        path = Files.createDirectories(folder.resolve("bin"));
        jdks = Files.createDirectories(folder.resolve("jdks"));
        for (String tool : TOOLS) {
            for (String place : List.of("/bin", "/usr/bin")) {
                if (Files.exists(Path.of(place, tool)) && Files.notExists(path.resolve(tool))) {
                    Files.createSymbolicLink(path.resolve(tool), Path.of(place, tool));
                }
            }
        }
        Files.copy(Path.of("..", "gatehouse"), checkout.resolve("gatehouse"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        for (String module : List.of("shared-model", "embedded-server", "app-ui")) {
            Path place = checkout.resolve(module);
            Path sources = Files.createDirectories(place.resolve("src").resolve("main"));
            Files.writeString(place.resolve("pom.xml"), "<project/>");
            Files.writeString(sources.resolve("A.java"), "class A {}");
        }
        age();
    }

    @Test
    void jdkOfJavaHomeIsTakenFirst() throws Exception {
        Path chosen = jdk(folder.resolve("home"), "25.0.1");
        jdk(jdks.resolve("other"), "26");
        maven();

        Result result = start(Map.of("JAVA_HOME", chosen.toString()), "server");

        assertThat(result.out).contains(chosen.toString());
    }

    @Test
    void oldJdkIsPassedOverForOneInTheUsualPlaces() throws Exception {
        Path old = jdk(folder.resolve("home"), "17.0.9");
        Path chosen = jdk(jdks.resolve("temurin-25"), "25.0.1");
        maven();

        Result result = start(Map.of("JAVA_HOME", old.toString()), "server");

        assertThat(result.out).contains(chosen.toString());
    }

    @Test
    void jdkOnThePathIsFoundThroughItsLink() throws Exception {
        Path chosen = jdk(folder.resolve("linked"), "25");
        Files.createSymbolicLink(path.resolve("java"), chosen.resolve("bin").resolve("java"));
        maven();

        Result result = start(Map.of(), "server");

        assertThat(result.out).contains(chosen.toString());
    }

    @Test
    void missingJdkIsToldInOneSentence() throws Exception {
        jdk(jdks.resolve("too-old"), "24.0.2");
        maven();

        Result result = start(Map.of(), "server");

        assertThat(result.code).isEqualTo(1);
        assertThat(result.out).isEmpty();
        assertThat(result.err).containsPattern("^gatehouse: no JDK 25 or later was found; install one [^\n]*\n$");
    }

    @Test
    void missingMavenIsToldInOneSentence() throws Exception {
        jdk(jdks.resolve("new"), "25");

        Result result = start(Map.of(), "server");

        assertThat(result.code).isEqualTo(1);
        assertThat(result.err).containsPattern("^gatehouse: Maven is needed to build; [^\n]*\n$");
    }

    @Test
    void secondStartBuildsNothing() throws Exception {
        jdk(jdks.resolve("new"), "25");
        maven();

        Result first = start(Map.of(), "server");
        Result second = start(Map.of(), "server");

        assertThat(first.err).contains("building");
        assertThat(second.err).isEmpty();
        assertThat(second.code).isEqualTo(7);
    }

    @Test
    void changedSourceIsBuiltAgain() throws Exception {
        jdk(jdks.resolve("new"), "25");
        maven();
        start(Map.of(), "server");
        Path source = checkout.resolve("shared-model/src/main/A.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));

        Result result = start(Map.of(), "server");

        assertThat(result.err).contains("building");
    }

    @Test
    void failedBuildNamesItsLog() throws Exception {
        jdk(jdks.resolve("new"), "25");
        executable(path.resolve("mvn"), "#!/bin/sh\necho broken\nexit 1\n");

        Result result = start(Map.of(), "server");

        assertThat(result.code).isEqualTo(1);
        assertThat(result.err).contains("the build failed; the reason is at the end of");
        assertThat(checkout.resolve("app-ui/target/start.log")).hasContent("broken");
    }

    @Test
    void argumentsAndExitCodeArePassedOn() throws Exception {
        jdk(jdks.resolve("new"), "25");
        maven();

        Result result = start(Map.of(), "server", "--set", "a=b c", "");

        assertThat(result.code).isEqualTo(7);
        assertThat(result.out).endsWith("[dev.gatehouse.ui.cli.Main][server][--set][a=b c][]\n");
    }

    private record Result(int code, String out, String err) {}

    private Result start(Map<String, String> more, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(checkout.resolve("gatehouse").toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", path.toString());
        builder.environment().put("GATEHOUSE_JDKS", jdks.toString());
        builder.environment().putAll(more);
        int code = builder.start().waitFor();
        return new Result(code, Files.readString(out), Files.readString(err));
    }

    /** A JDK that prints its home and its arguments, and ends with 7. */
    private static Path jdk(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        executable(home.resolve("bin").resolve("java"),
                "#!/bin/sh\necho " + home + "\nfor a in \"$@\"; do printf '[%s]' \"$a\"; done\necho\nexit 7\n");
        executable(home.resolve("bin").resolve("javac"), "#!/bin/sh\n");
        return home;
    }

    /** A Maven that makes the folders of a build. */
    private void maven() throws IOException {
        executable(path.resolve("mvn"), "#!/bin/sh\nmkdir -p app-ui/target/app/lib app-ui/target/app/fx\n");
    }

    private static void executable(Path file, String content) throws IOException {
        Files.writeString(file, content, StandardCharsets.UTF_8);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** Older than any build of this test. */
    private void age() throws IOException {
        FileTime time = FileTime.from(Instant.now().minusSeconds(60));
        try (Stream<Path> all = Files.walk(checkout)) {
            for (Path each : all.toList()) {
                Files.setLastModifiedTime(each, time);
            }
        }
    }
}
