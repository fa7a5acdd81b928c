package dev.gatehouse.ui.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthWordsTest {

    private final Messages english = new Messages(Language.ENGLISH);
    private final Messages chinese = new Messages(Language.CHINESE);

    @ParameterizedTest
    @ValueSource(strings = {"redis://127.0.0.1:6379 answers.", "10.0.0.1:6379 has not been asked yet.",
            "10.0.0.1:6379 does not answer: Connection refused", "10.0.0.1:6379 does not answer.",
            "Kafka has not answered yet.",
            "No Redis is configured; live state is kept in memory.",
            "No Kafka is configured; the log is kept in SQLite.", "Kafka answers; changes and audit go through it.",
            "The replica answers; it is at change 12.", "The replica answers; it is at change -1.",
            "Treated as away until 2026-11-21T12:00:00Z, for a rehearsal that root began."})
    void whatNodesSayIsSaidInTheLanguageSpoken(String detail) {
        assertThat(english.get(HealthWords.told(detail))).isEqualTo(detail);
        assertThat(chinese.get(HealthWords.told(detail))).containsPattern("\\p{IsHan}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Kafka has not answered yet.",
            "Treated as away until 2026-11-21T12:00:00Z, for a rehearsal that root began.",
            "Topic gatehouse.commands not present in metadata after 1000 ms."})
    void whatANodeServesWhileItsLogIsAwayIsSaidInTheLanguageSpoken(String why) {
        String detail = why + " Users and routes are served as they were at change 12.";

        assertThat(english.get(HealthWords.told(detail))).isEqualTo(detail);
        assertThat(chinese.get(HealthWords.told(detail))).startsWith(chinese.get(HealthWords.told(why)))
                .contains("变更 12").doesNotContain("Users and routes");
    }

    @Test
    void whatRedisRefusesIsSaidInTheLanguageSpoken() {
        String detail = "redis://127.0.0.1:6379 answers. What other nodes should know of writes waits here, as it was not"
                + " taken: Redis at redis://127.0.0.1:6379 refuses: OOM command not allowed.";

        assertThat(english.get(HealthWords.told(detail))).isEqualTo(detail);
        assertThat(chinese.get(HealthWords.told(detail))).startsWith("redis://127.0.0.1:6379 正常应答。").contains("OOM")
                .doesNotContain("other nodes");
    }

    @Test
    void whatIsNotKnownIsShownAsTheNodeSaysIt() {
        assertThat(chinese.get(HealthWords.told("The disk is on fire."))).isEqualTo("The disk is on fire.");
        assertThat(HealthWords.queue(chinese, "changes waiting")).isEqualTo("等待的变更");
        assertThat(HealthWords.queue(chinese, "letters unread")).isEqualTo("letters unread");
    }
}
