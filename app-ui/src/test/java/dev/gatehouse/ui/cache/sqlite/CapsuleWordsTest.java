package dev.gatehouse.ui.cache.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.model.audit.AuditData;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.AuditEvent;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.client.ServerProblem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapsuleWordsTest {

    /** Records at the offsets 1 to 4, a minute apart, of which the third was refused. */
    private static final List<AuditEntry> BOOK = List.of(record(1, "user.ban", Outcome.ACCEPTED),
            record(2, "route.create", Outcome.ACCEPTED), record(3, "user.ban", Outcome.REFUSED),
            record(4, "session.kick", Outcome.ACCEPTED));

    private static AuditEntry record(long offset, String action, Outcome outcome) {
        AuditEntry made = Rows.audit(offset, action, "user/01B", Rows.NOON.plusSeconds(offset * 60));
        AuditEvent event = made.event();
        AuditData data = event.data();
        return new AuditEntry(made.position(), new AuditEvent(event.specversion(), event.id(), event.source(),
                event.type(), event.time(), event.subject(), null, event.datacontenttype(),
                new AuditData(data.actor(), data.action(), data.resource(), outcome, data.reason(), data.before(),
                        data.after(), null, data.node(), data.seq(), data.prevHash(), data.hash())));
    }

    private static String found(String query) {
        CapsuleWords.Condition wanted = CapsuleWords.read(query);
        return BOOK.stream().filter(entry -> wanted.meets(Json.LENIENT.valueToTree(entry), entry))
                .map(entry -> Long.toString(entry.position().offset())).reduce("", String::concat);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', delimiter = '|', value = {"''|1234", "outcome:refused|3", "-outcome:refused|124",
            "NOT action:user.*|24", "action:user.ban OR action:session.kick|134",
            "(action:user.ban OR action:session.kick) -outcome:refused|14",
            "action:user.ban AND actor:ALICE|13", "\"route.create\"|2", "time:>=2026-11-21T12:02:00Z|234",
            "time:2026-11-21T12:02:00Z..2026-11-21T12:04:00Z|23", "time:<2026-11-21T12:02:00Z|1", "offset:>=3|34",
            "offset:2..3|23", "offset:>1 offset:<=2|2", "topic:gatehouse.audit|1234", "topic:orders|''",
            "accepted|124", "outcome|''", "elsewhere:word|''"})
    void wordsMeanWhatTheyMeanAtANode(String query, String offsets) {
        assertThat(found(query)).isEqualTo(offsets);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"(user.ban|at character 1: this ( is not closed", "user.ban)|at character 9",
            "user.ban OR|at character 12: something must stand here", "time:>=soon|at character 1: this must be a time",
            "offset:few|at character 1: this must be a whole number"})
    void faultNamesItsPlace(String query, String words) {
        assertThatThrownBy(() -> CapsuleWords.read(query)).isInstanceOfSatisfying(ServerProblem.class,
                refused -> assertThat(refused.problem().errors().getFirst().message()).startsWith(words));
    }

    @Test
    void wordsOfOtherListsAreLookedForInTheirValues() {
        CapsuleWords.Condition wanted = CapsuleWords.read("user:ali* -node:node-2");

        assertThat(wanted.meets(Json.LENIENT.valueToTree(Rows.session("s1", "alice")), null)).isTrue();
        assertThat(wanted.meets(Json.LENIENT.valueToTree(Rows.session("s2", "bob")), null)).isFalse();
    }
}
