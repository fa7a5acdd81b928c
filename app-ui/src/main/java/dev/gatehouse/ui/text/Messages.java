package dev.gatehouse.ui.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** The bundles, in the language that the operator has chosen; what is bound follows a change at once. */
public final class Messages {

    private static final String BUNDLE = "dev.gatehouse.ui.text.messages";
    /** The forms of a word after a number, as in CLDR's plural categories one and other. */
    private static final Pattern FORMS = Pattern.compile("\\{(\\d):([^|{}]*)\\|([^|{}]*)}");

    private final ObjectProperty<Language> language;

    public Messages(Language language) {
        this.language = new SimpleObjectProperty<>(language);
    }

    /** The language spoken now. */
    public ObjectProperty<Language> languageProperty() {
        return language;
    }

    /** The locale for dates and figures. */
    public Locale locale() {
        return language.get().locale();
    }

    /**
     * The text of {@code key} now; {@code {0}} and so on stand for {@code values}, and <code>{0:record|records}</code> for
     * the first form where the value is one, else for the second.
     */
    public String get(String key, Object... values) {
        return fill(key, Arrays.asList(values));
    }

    /** A sentence in the language spoken now. */
    public String get(Sentence sentence) {
        String key = sentence.key();
        if (key == null) {
            return sentence.verbatim() == null ? "" : sentence.verbatim();
        }
        return fill(key, sentence.values());
    }

    /** The text of {@code key}, following the language. */
    public StringBinding text(String key, Object... values) {
        return Bindings.createStringBinding(() -> get(key, values), language);
    }

    /** A sentence that may change, following the language too; empty where there is none. */
    public StringBinding sentence(ObservableValue<? extends @Nullable Sentence> sentence) {
        return Bindings.createStringBinding(() -> {
            Sentence now = sentence.getValue();
            return now == null ? "" : get(now);
        }, language, sentence);
    }

    /** The text for a name that the server gave, such as a layer's; the name itself where there is no text for it. */
    public String named(String group, String name) {
        String key = group + "." + name;
        ResourceBundle bundle = bundle();
        return bundle.containsKey(key) ? bundle.getString(key) : name;
    }

    private ResourceBundle bundle() {
        return ResourceBundle.getBundle(BUNDLE, locale(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    private String fill(String key, List<Object> values) {
        String text = FORMS.matcher(bundle().getString(key)).replaceAll(forms -> Matcher.quoteReplacement(
                forms.group(isOne(values.get(Integer.parseInt(forms.group(1)))) ? 2 : 3)));
        for (int index = 0; index < values.size(); index++) {
            text = text.replace("{" + index + "}", shown(values.get(index)));
        }
        return text;
    }

    private static boolean isOne(Object value) {
        return value instanceof Number number && number.longValue() == 1;
    }

    private String shown(Object value) {
        return switch (value) {
            case Long number -> String.format(locale(), "%,d", number);
            case Integer number -> String.format(locale(), "%,d", number);
            case Sentence inner -> get(inner);
            default -> value.toString();
        };
    }
}
