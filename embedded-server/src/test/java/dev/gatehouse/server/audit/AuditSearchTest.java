package dev.gatehouse.server.audit;

import static dev.gatehouse.server.audit.AuditBench.LONG;
import static dev.gatehouse.server.audit.AuditBench.NOON;
import static dev.gatehouse.server.audit.AuditBench.ban;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.sqlite.SqliteEventLog;
import dev.gatehouse.server.sqlite.SqliteFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditSearchTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final List<List<AuditEntry>> HEARD = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    static Path folder;

    private static SqliteFile file;
    private static EventLog log;
    private static AuditBench bench;
    private static Receipt first;

    @BeforeAll
    static void writeRecords() {
        file = SqliteEventLog.openFile(folder);
        log = new SqliteEventLog(file, "gatehouse.audit");
        bench = new AuditBench(folder, "n1", log);
        bench.indexer.onIndexed(HEARD::add);
        first = bench.journal.write(ban("ann", "u1", "发送垃圾广告"));
        bench.journal.write(ban("bob", "u2", "spam in rooms").withTraceparent("00-" + TRACE + "-00f067aa0ba902b7-01"));
        bench.journal.write(AuditDraft.of(new Actor("ann", "Name of ann", null), Action.ROUTE_REPLACE, "route/r1",
                Outcome.REFUSED, NOON.plusSeconds(60))
                .withReason("stale-version")
                .withCause(new Receipt("gatehouse.changes", 0, 41)));
        bench.journal.write(AuditDraft.of(Actor.SYSTEM, Action.KEY_PUBLISH, "key/n1", Outcome.FAILED,
                NOON.plusSeconds(120)).withReason("100% \"quoted\" it's_all"));
        bench.awaitIndexed(4);
    }

    @AfterAll
    static void close() {
        bench.close();
        log.close();
        file.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  ``                                          | 4
                                                                  垃圾广告                                     | 1
                                                                  垃圾                                         | 1
                                                                  告                                           | 1
                                                                  好人                                         | 0
                                                                  SPAM                                         | 1
                                                                  "spam in"                                    | 1
                                                                  spam rooms                                   | 1
                                                                  spam nowhere                                 | 0
                                                                  banned                                       | 2
                                                                  192.0.2                                      | 2
                                                                  100%                                         | 1
                                                                  %%                                           | 0
                                                                  __                                           | 0
                                                                  s_                                           | 1
                                                                  it's_all                                     | 1
                                                                  12:30                                        | 0
                                                                  actor:ann                                    | 2
                                                                  actor:"name of ann"                          | 2
                                                                  action:user.ban                              | 2
                                                                  action:user.*                                | 2
                                                                  action:user                                  | 0
                                                                  resource:user/u1                             | 1
                                                                  resource:user/                               | 2
                                                                  resource:route/*                             | 1
                                                                  resource:user                                | 0
                                                                  outcome:refused                              | 1
                                                                  outcome:FAILED                               | 1
                                                                  trace:4bf92f3577b34da6a3ce929d0e0e4736       | 1
                                                                  4bf92f3577b34da6                             | 1
                                                                  node:n1                                      | 4
                                                                  node:n2                                      | 0
                                                                  from:2026-11-21T12:01:00Z                    | 2
                                                                  to:2026-11-21T12:01:00Z                      | 2
                                                                  from:2026-11-21T12:01:00Z to:2026-11-21T12:02:00Z | 1
                                                                  actor:ann outcome:accepted 广告               | 1
                                                                  "AND OR NOT ( * ^"                            | 0
                                                                  actor:ann OR actor:system                    | 3
                                                                  actor:ann -广告                               | 1
                                                                  NOT (actor:ann OR actor:bob)                 | 1
                                                                  -actor:ann -actor:bob -spam                  | 1
                                                                  -nothing                                     | 4
                                                                  192.0.2 AND NOT spam                         | 1
                                                                  time>=2026-11-21T12:01:00Z                   | 2
                                                                  time:..2026-11-21T12:01:00Z                  | 2
                                                                  time:2026-11-21T12:01:00Z..2026-11-21T12:02:00Z | 1
                                                                  offset:1..2                                  | 2
                                                                  offset<2 OR offset:3                         | 3
                                                                  reason:spam                                  | 1
                                                                  reason:u1                                    | 0
                                                                  topic:gatehouse.audit partition:0            | 4
                                                                  http://x:1                                   | 0
                                                                  """)
    void wordsAndFieldsFindWhatTheySay(String words, int records) {
        assertThat(bench.query.search(SearchWords.read(words), null, 50).total()).isEqualTo(records);
    }

    @ParameterizedTest
    @CsvSource({"outcome:maybe", "trace:12", "from:yesterday", "to:2026-11-21", "from:+99999-01-01T00:00:00Z", "a OR",
            "(a", "a)", "\"a", "actor:", "AND b", "a AND OR b", "actor>=a"})
    void valueThatCannotBeIsRefused(String words) {
        assertThatThrownBy(() -> SearchWords.read(words)).isInstanceOf(RequestFailure.class)
                .hasMessageStartingWith("q:");
    }

    @Test
    void pagesAreNewestFirstAndMeetWithoutOverlap() {
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            AuditExchange.Found page = bench.query.search(List.of(), cursor, 1);
            assertThat(page.total()).isEqualTo(4);
            page.items().forEach(entry -> seen.add(entry.event().data().resource()));
            cursor = page.cursor();
        } while (cursor != null);
        assertThat(seen).containsExactly("key/n1", "route/r1", "user/u2", "user/u1");
    }

    @Test
    void cursorOfNobodyIsRefused() {
        assertThatThrownBy(() -> bench.query.search(List.of(), "1 OR 1", 1))
                .isInstanceOf(RequestFailure.class)
                .hasMessageStartingWith("cursor:");
    }

    @Test
    void receiptOpensTheRecord() {
        assertThat(first).isEqualTo(new Receipt("gatehouse.audit", 0, 0));
        AuditEntry entry = bench.query.find(first);
        assertThat(entry.position()).isEqualTo(first);
        assertThat(entry.event().type()).isEqualTo("gatehouse.user.banned");
        assertThat(entry.event().source()).isEqualTo("/gatehouse/n1");
        assertThat(entry.event().data().seq()).isEqualTo(1);
        assertThat(entry.event().data().prevHash()).isEqualTo(AuditChain.START);
        assertThat(bench.query.find(new Receipt("journal.n1", 0, 1))).isEqualTo(entry);
    }

    @Test
    void positionOfTheChangeOpensItsRecord() {
        assertThat(bench.query.find(new Receipt("gatehouse.changes", 0, 41)).event().data().reason())
                .isEqualTo("stale-version");
    }

    @Test
    void unknownPositionIsNotFound() {
        assertThatThrownBy(() -> bench.query.find(new Receipt("gatehouse.audit", 0, 99)))
                .isInstanceOf(RequestFailure.class);
        assertThatThrownBy(() -> bench.query.find(new Receipt("journal.n2", 0, 1)))
                .isInstanceOf(RequestFailure.class);
    }

    @Test
    void coverageReachesTheEndOfTheLog() {
        await().atMost(LONG).until(() -> bench.query.coverage().complete());
        Coverage.PartitionCoverage partition = bench.query.coverage().partitions().getFirst();
        assertThat(partition.from()).isZero();
        assertThat(partition.next()).isEqualTo(4);
        assertThat(partition.logEnd()).isEqualTo(4);
        assertThat(partition.gaps()).isEmpty();
        assertThat(partition.indexedAt()).isNotNull();
    }

    @Test
    void listenersHearOfEveryRecordOnce() {
        await().atMost(LONG).until(() -> HEARD.stream().mapToInt(List::size).sum() == 4);
    }
}
