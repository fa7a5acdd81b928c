package dev.gatehouse.ui.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.api.SessionsExchange.GhostKind;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.message.CloseCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final Pattern PLACE = Pattern.compile("\\{\\d}");
    private static final Pattern KEY = Pattern
            .compile(
                    "(?:label|button|iconButton|styled|text|get|of|detail|field|head|search|action|tab|column)\\(\\s*\"([a-z]+\\.[a-zA-Z.]+)\"");

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle("dev.gatehouse.ui.text.messages", locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    @Test
    void bothLanguagesSayTheSameThings() {
        ResourceBundle english = bundle(Locale.ENGLISH);
        ResourceBundle chinese = bundle(Locale.SIMPLIFIED_CHINESE);

        assertThat(chinese.getLocale()).isEqualTo(Locale.SIMPLIFIED_CHINESE);
        assertThat(ownKeys(chinese)).isEqualTo(ownKeys(english));
        for (String key : english.keySet()) {
            assertThat(places(chinese.getString(key))).as(key).isEqualTo(places(english.getString(key)));
        }
    }

    @Test
    void everyKeyThatTheViewsNameExists() throws IOException {
        Set<String> known = bundle(Locale.ENGLISH).keySet();
        Set<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> collect(file, named));
        }

        assertThat(named).hasSizeGreaterThan(100);
        assertThat(known).containsAll(named);
    }

    @Test
    void everyCodeOfTheServerHasAText() {
        Set<String> known = bundle(Locale.ENGLISH).keySet();

        assertThat(known).containsAll(Stream.of(ErrorCode.values()).map(code -> "problem." + code.code()).toList())
                .containsAll(Stream.of(CloseCode.values()).map(code -> "close." + code.number()).toList())
                .containsAll(Stream.of(GhostKind.values()).map(kind -> "ghost." + kind.word()).toList())
                .contains("close.1006");
        Sentence refused = Failures.sentence(new Problem("t", "t", 412, "Version 3 is the newest.", "stale-version", "",
                List.of(), null, null, null));
        assertThat(new Messages(Language.ENGLISH).get(refused)).isEqualTo("Version 3 is the newest.");
        assertThat(new Messages(Language.CHINESE).get(refused)).isEqualTo("期间已有他人修改。（Version 3 is the newest.）");
    }

    @Test
    void boundTextFollowsTheLanguage() {
        Messages messages = new Messages(Language.ENGLISH);
        var text = messages.text("table.count", 3, 12_931L);
        assertThat(text.get()).isEqualTo("3 of 12,931");

        messages.languageProperty().set(Language.CHINESE);

        assertThat(text.get()).isEqualTo("3 / 12,931");
    }

    @Test
    void wordsAfterANumberAgreeWithIt() {
        Messages english = new Messages(Language.ENGLISH);

        assertThat(english.get("audit.coverage.behind", 1L, 1L)).isEqualTo("Searched 1 record; 1 is not indexed yet.");
        assertThat(english.get("audit.coverage.behind", 1_000L, 0L))
                .isEqualTo("Searched 1,000 records; 0 are not indexed yet.");
        assertThat(english.get("audit.verify.whole", 12L, 1))
                .isEqualTo("Checked 12 records of 1 node. Every chain is whole.");
        assertThat(new Messages(Language.CHINESE).get("audit.coverage.behind", 1L, 1L)).doesNotContain("{", "|");
    }

    @Test
    void everyFormNamesAValueThatTheTextShows() {
        ResourceBundle english = bundle(Locale.ENGLISH);

        for (String key : english.keySet()) {
            Matcher forms = Pattern.compile("\\{(\\d):[^{}|]*\\|[^{}|]*}").matcher(english.getString(key));
            while (forms.find()) {
                assertThat(english.getString(key)).as(key).contains("{" + forms.group(1) + "}");
            }
            assertThat(forms.reset().replaceAll("")).as(key).doesNotContain("|");
        }
    }

    @Test
    void nameWithoutATextIsShownAsItIs() {
        Messages messages = new Messages(Language.ENGLISH);

        assertThat(messages.named("layer", "sqlite")).isEqualTo("SQLite replica");
        assertThat(messages.named("layer", "etcd")).isEqualTo("etcd");
    }

    private static Set<String> ownKeys(ResourceBundle bundle) {
        return new TreeSet<>(java.util.Collections.list(bundle.getKeys()));
    }

    private static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        Matcher matcher = PLACE.matcher(text);
        while (matcher.find()) {
            places.add(matcher.group());
        }
        return places;
    }

    private static void collect(Path file, Set<String> keys) {
        try {
            Matcher matcher = KEY.matcher(Files.readString(file));
            while (matcher.find()) {
                keys.add(matcher.group(1));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
