package dev.gatehouse.server.session;

import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.server.call.RequestFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of those sessions are meant that are over, in words: those of {@link SessionFilter}, where a plain word may be a
 * part of the reason too; {@code by:} with client, system, operator or the beginning of an operator's name, {@code code:}
 * with a close code, {@code reason:} with a part of the reason, and {@code ended:} with an age. All words must hold; case
 * does not matter.
 */
public final class EndedFilter implements Predicate<EndedSession> {

    private static final String CLIENT = "client";
    private static final String OPERATOR = "operator";
    /** What JSON writes as it is, and what has one form in each case. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:@/-]{2,}");

    private final List<Predicate<EndedSession>> conditions = new ArrayList<>();
    private final List<String> parts = new ArrayList<>();

    private EndedFilter() {}

    /**
     * Reads words.
     *
     * @param now what ages are counted from
     * @throws RequestFailure where a word makes no sense
     */
    public static EndedFilter parse(@Nullable String words, Instant now) {
        EndedFilter filter = new EndedFilter();
        if (words != null && !words.isBlank()) {
            for (String word : List.of(words.strip().split("\\s+"))) {
                filter.add(word, now);
            }
        }
        return filter;
    }

    private void add(String word, Instant now) {
        int colon = word.indexOf(':');
        String key = colon < 0 ? "" : word.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = word.substring(colon + 1);
        switch (key) {
            case "by" -> {
                conditions.add(by(value.toLowerCase(Locale.ROOT)));
                if (!value.equalsIgnoreCase(OPERATOR)) {
                    hint(value);
                }
            }
            case "code" -> {
                conditions.add(over -> Integer.toString(over.code()).equals(value));
                hint(value);
            }
            case "reason" -> {
                conditions.add(over -> hasReason(over, value));
                hint(value);
            }
            case "ended" -> {
                AgeWord age = AgeWord.parse(key, value);
                Instant bound = age.bound(now);
                conditions.add(over -> over.endedAt().isBefore(bound) != age.younger());
            }
            default -> {
                SessionFilter ofSession = SessionFilter.parse(word, now);
                boolean plain = ofSession.isPlain();
                conditions.add(over -> ofSession.test(over.session()) || (plain && hasReason(over, word)));
                if (!ofSession.isTimed()) {
                    hint(plain ? word : value);
                }
            }
        }
    }

    private static Predicate<EndedSession> by(String who) {
        return switch (who) {
            case CLIENT, PresenceRepair.SYSTEM -> over -> over.by().equals(who);
            case OPERATOR -> over -> !over.by().equals(CLIENT) && !over.by().equals(PresenceRepair.SYSTEM);
            default -> over -> over.by().toLowerCase(Locale.ROOT).startsWith(who);
        };
    }

    private static boolean hasReason(EndedSession over, String part) {
        return over.reason().toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private void hint(String part) {
        if (PLAIN.matcher(part).matches()) {
            parts.add(part);
        }
    }

    @Override
    public boolean test(EndedSession over) {
        return conditions.stream().allMatch(condition -> condition.test(over));
    }

    /** Whether every one meets it. */
    public boolean isAll() {
        return conditions.isEmpty();
    }

    /** Texts of which each one that meets it holds all, written as JSON, in either case; a store may look for them first. */
    public List<String> parts() {
        return List.copyOf(parts);
    }
}
