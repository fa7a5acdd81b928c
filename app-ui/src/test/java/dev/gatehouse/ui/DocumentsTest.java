package dev.gatehouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+Test)#(\\w+)`");
    private static final Pattern PICTURE = Pattern.compile("!\\[[^]]*]\\(([^)]+)\\)");

    @Test
    void testsThatTheRequirementsNameExist() throws IOException {
        Map<String, String> sources = testSources();
        List<MatchResult> named = NAMED_TEST.matcher(Files.readString(ROOT.resolve("docs/REQUIREMENTS.md"))).results()
                .toList();

        assertThat(named).hasSizeGreaterThan(50).allSatisfy(name -> assertThat(
                sources.getOrDefault(name.group(1), "")).as(name.group()).contains("void " + name.group(2) + "("));
    }

    @Test
    void testsThatTickTheSecurityChecklistsExist() throws IOException {
        Map<String, String> sources = testSources();

        assertThat(NAMED_TEST.matcher(Files.readString(ROOT.resolve("docs/SECURITY.md"))).results().toList())
                .hasSizeGreaterThan(30).allSatisfy(name -> assertThat(sources.getOrDefault(name.group(1), ""))
                        .as(name.group()).contains("void " + name.group(2) + "("));
    }

    @Test
    void picturesThatTheReadmeShowsExist() throws IOException {
        List<String> shown = PICTURE.matcher(Files.readString(ROOT.resolve("README.md"))).results()
                .map(picture -> picture.group(1)).toList();

        assertThat(shown).isNotEmpty().allSatisfy(picture -> assertThat(ROOT.resolve(picture)).isNotEmptyFile());
    }

    private static Map<String, String> testSources() throws IOException {
        try (Stream<Path> modules = Stream.of("shared-model", "embedded-server", "app-ui")
                .map(module -> ROOT.resolve(module).resolve("src/test/java"))) {
            return modules.flatMap(DocumentsTest::tests)
                    .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".java", ""),
                            DocumentsTest::text, (one, other) -> one + other));
        }
    }

    private static Stream<Path> tests(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith("Test.java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
