package dev.gatehouse.ui.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node says of a dependency, in the language spoken; what it says otherwise is shown as it is. */
public final class HealthWords {

    /** The sentences that nodes say, with the key of each. */
    private static final Map<Pattern, String> KNOWN = Map.of(
            Pattern.compile("(\\S+) answers\\."), "health.told.answers",
            Pattern.compile("(\\S+) has not been asked yet\\."), "health.told.notAsked",
            Pattern.compile("(\\S+) does not answer: (.*)", Pattern.DOTALL), "health.told.silent",
            Pattern.compile("(\\S+) does not answer\\."), "health.told.away",
            Pattern.compile("No Redis is configured; live state is kept in memory\\."), "health.told.noRedis",
            Pattern.compile("No Kafka is configured; the log is kept in SQLite\\."), "health.told.noKafka",
            Pattern.compile("Kafka answers; changes and audit go through it\\."), "health.told.kafka",
            Pattern.compile("Kafka has not answered yet\\."), "health.told.kafkaNotYet",
            Pattern.compile("The replica answers; it is at change (-?\\d+)\\."), "health.told.replica",
            Pattern.compile("Treated as away until (\\S+), for a rehearsal that (.+) began\\."),
            "health.told.rehearsed");

    /** What a node adds while its log is away. */
    private static final Pattern SERVED = Pattern
            .compile("(.+) Users and routes are served as they were at change (-?\\d+)\\.", Pattern.DOTALL);

    /** What a node adds while Redis answers and refuses. */
    private static final Pattern UNTOLD = Pattern.compile(
            "(.+?) What other nodes should know of writes waits here, as it was not taken: (.+)", Pattern.DOTALL);

    private HealthWords() {}

    /** The sentence of a node. */
    public static Sentence told(String detail) {
        Matcher served = SERVED.matcher(detail);
        if (served.matches()) {
            return Sentence.of("health.told.served", told(served.group(1)), served.group(2));
        }
        Matcher untold = UNTOLD.matcher(detail);
        if (untold.matches()) {
            return Sentence.of("health.told.untold", told(untold.group(1)), untold.group(2));
        }
        for (Map.Entry<Pattern, String> known : KNOWN.entrySet()) {
            Matcher matcher = known.getKey().matcher(detail);
            if (matcher.matches()) {
                List<Object> values = new ArrayList<>();
                for (int group = 1; group <= matcher.groupCount(); group++) {
                    values.add(matcher.group(group) == null ? "" : matcher.group(group));
                }
                return new Sentence(known.getValue(), null, values);
            }
        }
        return Sentence.verbatim(detail);
    }

    /** What waits, such as {@code changes waiting}. */
    public static String queue(Messages messages, String name) {
        String word = name.replace(' ', '-');
        String shown = messages.named("queue", word);
        return shown.equals(word) ? name : shown;
    }
}
