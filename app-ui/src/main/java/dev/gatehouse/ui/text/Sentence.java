package dev.gatehouse.ui.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something to say, in no language yet.
 *
 * @param key      its key in the bundles; absent where somebody else has said it already
 * @param verbatim what the server or the operator said, shown as it is
 * @param values   what stands for {@code {0}}, {@code {1}} and so on
 */
public record Sentence(@Nullable String key, @Nullable String verbatim, List<Object> values) {

    public Sentence {
        values = List.copyOf(values);
    }

    /** A sentence of the bundles. */
    public static Sentence of(String key, Object... values) {
        return new Sentence(key, null, List.of(values));
    }

    /** A sentence that somebody else wrote. */
    public static Sentence verbatim(String text) {
        return new Sentence(null, text, List.of());
    }
}
