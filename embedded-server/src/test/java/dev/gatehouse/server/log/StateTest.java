package dev.gatehouse.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Intention;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.machine.Machine;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.server.log.sqlite.SqliteReplica;
import dev.gatehouse.server.log.sqlite.SqliteState;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the state says to commands, on the real replica. */
class StateTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Actor ROOT = new Actor("u-root", "root", null);
    private static final RouteSpec SPEC = new RouteSpec("*", "*", "/a", RoutePermission.PUBLIC, Set.of(),
            List.of("http://127.0.0.1:9"), null, true, null, RoutePolicies.NONE);

    @TempDir
    private Path folder;

    private final List<Applied> recorded = new ArrayList<>();
    private ReplicaDatabase database;
    private SqliteReplica replica;
    private Instant now = START;
    private long offset;

    @BeforeEach
    void open() {
        database = new ReplicaDatabase(folder);
        replica = new SqliteReplica(database, "n1", (handle, applied) -> recorded.add(applied));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Decision decide(Change change, @Nullable Long version) {
        return apply(new Command("c" + offset, "n1", now, ROOT, version, null, change)).decision();
    }

    private Decision decide(Change change) {
        return decide(change, null);
    }

    private Applied apply(Command command) {
        List<Applied> applied = replica
                .apply(List.of(new Replica.Positioned(new Receipt("changes", 0, offset), command)));
        offset++;
        now = now.plusSeconds(1);
        return applied.getFirst();
    }

    private Decision create(String id, String username, Role... roles) {
        return decide(new Change.CreateUser(id, username, null, null, Set.of(roles), "$argon2id$" + id));
    }

    private Account account(String id) {
        return Objects.requireNonNull(database.<@Nullable Account>read(handle -> new SqliteState(handle).account(id)));
    }

    private static void assertRefused(Decision decision, ErrorCode code) {
        assertThat(decision)
                .asInstanceOf(InstanceOfAssertFactories.type(Decision.Refused.class))
                .extracting(Decision.Refused::code).isEqualTo(code);
    }

    private static void assertAccepted(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
    }

    @Test
    void aNewUserIsActiveAtVersionOne() {
        assertAccepted(create("u1", "Ann"));

        Account ann = account("u1");
        assertThat(ann.user().version()).isEqualTo(1);
        assertThat(ann.user().createdAt()).isEqualTo(START);
        assertThat(ann.passwordHash()).isEqualTo("$argon2id$u1");
    }

    @Test
    void aNameIsTakenWithoutRegardToCase() {
        create("u1", "Ann");

        assertRefused(create("u2", "aNN"), ErrorCode.USERNAME_TAKEN);
        assertRefused(create("u1", "bob"), ErrorCode.CONFLICT);
    }

    @Test
    void aNameIsFreeAgainAfterItsUserIsDeleted() {
        create("u1", "ann");
        assertAccepted(decide(new Change.DeleteUser("u1"), 1L));

        assertAccepted(create("u2", "ann"));
    }

    @Test
    void aDeletedUserComesBackAsItWasAndItsTokensStayOver() {
        decide(new Change.CreateUser("u1", "ann", "Ann", null, Set.of(Role.VIEWER), "$argon2id$u1"));
        decide(new Change.BanUser("u1", "spam", null));
        decide(new Change.DeleteUser("u1"));
        Instant at = now;

        assertAccepted(decide(new Change.RestoreUser("u1")));

        Account ann = account("u1");
        assertThat(ann.user().version()).isEqualTo(3);
        assertThat(ann.user().roles()).containsExactly(Role.VIEWER);
        assertThat(ann.user().ban()).isNotNull();
        assertThat(ann.user().createdAt()).isEqualTo(START);
        assertThat(ann.passwordHash()).isEqualTo("$argon2id$u1");
        assertThat(ann.sessionsEndedAt()).isEqualTo(at);
        assertRefused(decide(new Change.RestoreUser("u1")), ErrorCode.CONFLICT);
    }

    @Test
    void aDeletedUserComesBackWithin24HoursAndWhileItsNameIsFree() {
        create("u1", "ann");
        create("u2", "bob");
        decide(new Change.DeleteUser("u1"));
        Instant deletedAt = now.minusSeconds(1);
        decide(new Change.DeleteUser("u2"));
        create("u3", "ANN");

        assertRefused(decide(new Change.RestoreUser("u1")), ErrorCode.USERNAME_TAKEN);
        assertRefused(create("u1", "eve"), ErrorCode.CONFLICT);
        decide(new Change.DeleteUser("u3"));
        now = deletedAt.plus(State.RESTORABLE);
        assertAccepted(decide(new Change.RestoreUser("u1")));
        now = now.plus(State.RESTORABLE);
        assertRefused(decide(new Change.RestoreUser("u2")), ErrorCode.NOT_FOUND);
        decide(new Change.DeleteUser("u1"));
        long remembered = database.read(handle -> handle.createQuery("SELECT count(*) FROM deleted_user")
                .mapTo(Long.class).one());
        assertThat(remembered).isEqualTo(1);
    }

    @Test
    void anAdministratorWithoutAPasswordIsNobodyToRelyOn() {
        create("u1", "root", Role.ADMIN);
        decide(new Change.CreateUser("u2", "deputy", null, null, Set.of(Role.ADMIN), ""));

        assertRefused(decide(new Change.DeleteUser("u1")), ErrorCode.CONFLICT);
        decide(new Change.SetPassword("u2", "$argon2id$u2"));
        assertAccepted(decide(new Change.DeleteUser("u1")));
    }

    @Test
    void aChangeUponAnOldVersionIsRefusedAndShowsWhatIsThere() {
        create("u1", "ann");
        assertAccepted(decide(new Change.UpdateUser("u1", "Ann", null, null), 1L));

        Decision stale = decide(new Change.UpdateUser("u1", "Anna", null, null), 1L);

        assertRefused(stale, ErrorCode.STALE_VERSION);
        assertThat(Objects.requireNonNull(stale.before()).get("displayName").asText()).isEqualTo("Ann");
        assertThat(account("u1").user().displayName()).isEqualTo("Ann");
    }

    @Test
    void whatIsAbsentStaysAndWhatIsEmptyIsCleared() {
        decide(new Change.CreateUser("u1", "ann", "Ann", "ann@example.com", Set.of(Role.VIEWER), "$x"));

        decide(new Change.UpdateUser("u1", " ", null, null), 1L);

        assertThat(account("u1").user().displayName()).isNull();
        assertThat(account("u1").user().email()).isEqualTo("ann@example.com");
        assertThat(account("u1").user().roles()).containsExactly(Role.VIEWER);
    }

    @Test
    void theLastAdministratorIsNeitherDemotedNorBannedNorDeleted() {
        create("u1", "root", Role.ADMIN);

        assertRefused(decide(new Change.UpdateUser("u1", null, null, Set.of(Role.OPERATOR)), 1L), ErrorCode.CONFLICT);
        assertRefused(decide(new Change.BanUser("u1", "x", null)), ErrorCode.CONFLICT);
        assertRefused(decide(new Change.DeleteUser("u1"), 1L), ErrorCode.CONFLICT);
        assertAccepted(decide(new Change.UpdateUser("u1", "Root", null, Set.of(Role.ADMIN, Role.VIEWER)), 1L));
    }

    @Test
    void aBannedAdministratorIsNobodyToRelyOnUntilTheBanRunsOut() {
        create("u1", "root", Role.ADMIN);
        create("u2", "deputy", Role.ADMIN);
        Instant until = now.plus(Duration.ofHours(1));
        assertAccepted(decide(new Change.BanUser("u2", "x", until)));

        assertRefused(decide(new Change.DeleteUser("u1")), ErrorCode.CONFLICT);
        now = until;
        assertAccepted(decide(new Change.DeleteUser("u1")));
    }

    @Test
    void aBanEndsSessionsAndIsLiftedOnce() {
        create("u1", "ann");
        Instant at = now;
        assertAccepted(decide(new Change.BanUser("u1", "spam", null)));

        assertThat(account("u1").sessionsEndedAt()).isEqualTo(at);
        assertThat(Objects.requireNonNull(account("u1").user().ban()).by()).isEqualTo("root");
        assertAccepted(decide(new Change.UnbanUser("u1")));
        assertThat(account("u1").user().ban()).isNull();
        assertRefused(decide(new Change.UnbanUser("u1")), ErrorCode.CONFLICT);
    }

    @Test
    void aNewPasswordAndALogoutEndSessions() {
        create("u1", "ann");
        Instant first = now;
        decide(new Change.SetPassword("u1", "$new"));
        assertThat(account("u1").passwordHash()).isEqualTo("$new");
        assertThat(account("u1").sessionsEndedAt()).isEqualTo(first);

        Instant second = now;
        decide(new Change.EndSessions("u1"));
        assertThat(account("u1").sessionsEndedAt()).isEqualTo(second);
    }

    @Test
    void whoIsNotThereCannotBeChanged() {
        List<Change> changes = List.of(new Change.UpdateUser("u1", "x", null, null), new Change.DeleteUser("u1"),
                new Change.BanUser("u1", "x", null), new Change.UnbanUser("u1"), new Change.SetPassword("u1", "$x"),
                new Change.EndSessions("u1"), new Change.RestoreUser("u1"), new Change.ReplaceRoute("r1", SPEC),
                new Change.RollBackRoute("r1", 1, SPEC), new Change.DeleteRoute("r1"));

        assertThat(changes).allSatisfy(change -> assertRefused(decide(change), ErrorCode.NOT_FOUND));
    }

    @Test
    void onlyWhoIsAnAdministratorWhenItIsAppliedChangesWhoHasARole() {
        create("boss", "boss", Role.ADMIN);
        create("chief", "chief", Role.ADMIN);
        create("olga", "olga", Role.OPERATOR);
        create("ann", "ann");

        assertRefused(by("olga", new Change.SetPassword("chief", "mine")), ErrorCode.FORBIDDEN);
        assertRefused(by("olga", new Change.CreateUser("x", "x", null, null, Set.of(Role.VIEWER), "hash")),
                ErrorCode.FORBIDDEN);
        assertRefused(by("olga", new Change.UpdateUser("ann", null, null, Set.of(Role.ADMIN))), ErrorCode.FORBIDDEN);
        assertAccepted(by("olga", new Change.SetPassword("olga", "new")));
        assertAccepted(by("olga", new Change.BanUser("ann", "spam", null)));
        assertAccepted(by("chief", new Change.BanUser("olga", "left", null)));
        assertAccepted(decide(new Change.BanUser("chief", "left too", null)));
        assertRefused(by("chief", new Change.UnbanUser("olga")), ErrorCode.FORBIDDEN);
        decide(new Change.DeleteUser("chief"));
        assertRefused(by("chief", new Change.RestoreUser("chief")), ErrorCode.FORBIDDEN);
    }

    @Test
    void whatWasKeptIsDoneOnlyForWhoIsAnOperatorWhenItsTurnComes() {
        create("chief", "chief", Role.ADMIN);
        create("eve", "eve", Role.OPERATOR);
        decide(new Change.RegisterMachine("m1", "billing", Role.OPERATOR, "AAAA"));

        assertAccepted(kept("eve", new Change.CreateRoute("r1", SPEC)));
        assertAccepted(kept("m1", new Change.ReplaceRoute("r1", SPEC)));
        assertRefused(kept("nobody", new Change.ReplaceRoute("r1", SPEC)), ErrorCode.FORBIDDEN);
        decide(new Change.RetireMachine("m1"));
        assertRefused(kept("m1", new Change.ReplaceRoute("r1", SPEC)), ErrorCode.FORBIDDEN);
        decide(new Change.BanUser("eve", "left", now.plusSeconds(2)));
        assertRefused(kept("eve", new Change.ReplaceRoute("r1", SPEC)), ErrorCode.FORBIDDEN);
        now = now.plusSeconds(2);
        assertAccepted(kept("eve", new Change.ReplaceRoute("r1", SPEC)));
        decide(new Change.UpdateUser("eve", null, null, Set.of(Role.VIEWER)));
        assertRefused(kept("eve", new Change.ReplaceRoute("r1", SPEC)), ErrorCode.FORBIDDEN);
    }

    private Decision kept(String id, Change change) {
        return apply(new Command("c" + offset, "n1", now, new Actor(id, id, null), null, null, change, null,
                new Intention("i" + offset, START))).decision();
    }

    private Decision by(String id, Change change) {
        return apply(new Command("c" + offset, "n1", now, new Actor(id, id, null), null, null, change)).decision();
    }

    @Test
    void aRouteCountsItsVersions() {
        assertAccepted(decide(new Change.CreateRoute("r1", SPEC)));
        assertRefused(decide(new Change.CreateRoute("r1", SPEC)), ErrorCode.CONFLICT);
        assertRefused(decide(new Change.ReplaceRoute("r1", SPEC), 2L), ErrorCode.STALE_VERSION);
        assertAccepted(decide(new Change.ReplaceRoute("r1", SPEC), 1L));
        assertAccepted(decide(new Change.RollBackRoute("r1", 1, SPEC)));

        assertThat(Objects.requireNonNull(database.<@Nullable Route>read(handle -> new SqliteState(handle).route("r1")))
                .version())
                .isEqualTo(3);
    }

    @Test
    void aKeyIsPublishedOnce() {
        assertAccepted(decide(new Change.PublishKey("k1", "AAAA")));
        assertThat(decide(new Change.PublishKey("k1", "BBBB")))
                .isEqualTo(new Decision.Accepted(List.of(), null,
                        Json.LENIENT.valueToTree(new Change.PublishKey("k1", "BBBB"))));
    }

    @Test
    void aRetiredKeyIsGone() {
        decide(new Change.PublishKey("k1", "AAAA"));

        assertAccepted(decide(new Change.RetireKey("k1")));
        assertRefused(decide(new Change.RetireKey("k1")), ErrorCode.NOT_FOUND);
    }

    @Test
    void aRepeatedCommandIsAppliedOnceAndRecordedOnce() {
        create("u1", "ann");
        Command command = new Command("same", "n1", now, ROOT, null, null,
                new Change.UpdateUser("u1", "Ann", null, null));

        assertThat(apply(command).repeat()).isFalse();
        Applied again = apply(command);

        assertThat(again.repeat()).isTrue();
        assertAccepted(again.decision());
        assertThat(replica.decided("same")).isInstanceOf(Decision.Accepted.class);
        assertThat(replica.decided("never")).isNull();
        assertThat(account("u1").user().version()).isEqualTo(2);
        assertThat(recorded).hasSize(2);
        assertThat(replica.nextOffset()).isEqualTo(3);
    }

    @Test
    void aRepeatIsAnsweredAsTheFirstWas() {
        create("u1", "ann");
        Command command = new Command("same", "n1", now, ROOT, null, null,
                new Change.CreateUser("u2", "ann", null, null, Set.of(), "$x"));
        Decision first = apply(command).decision();
        decide(new Change.DeleteUser("u1"));

        Applied again = apply(command);

        assertThat(again.repeat()).isTrue();
        assertThat(again.decision()).isEqualTo(first);
        assertRefused(again.decision(), ErrorCode.USERNAME_TAKEN);
    }

    @Test
    void onlyTheNodeThatTookACommandRecordsIt() {
        apply(new Command("c", "elsewhere", now, ROOT, null, null,
                new Change.CreateUser("u1", "ann", null, null, Set.of(), "$x")));

        assertThat(recorded).isEmpty();
        assertThat(account("u1").user().username()).isEqualTo("ann");
    }

    @Test
    void machineIsRegisteredRotatedAndRetiredForGood() {
        Instant registered = now;
        assertAccepted(decide(new Change.RegisterMachine("m1", "billing", Role.OPERATOR, "AAAA")));
        assertThat(machine("m1").keySince()).isEqualTo(registered);
        Instant rotated = now;
        assertAccepted(decide(new Change.RotateMachine("m1", "BBBB"), 1L));
        assertThat(machine("m1")).isEqualTo(
                new Machine("m1", "billing", Role.OPERATOR, "BBBB", rotated, registered, null, 2));
        assertRefused(decide(new Change.RotateMachine("m1", "BBBB")), ErrorCode.CONFLICT);
        assertRefused(decide(new Change.RotateMachine("m1", "CCCC"), 1L), ErrorCode.STALE_VERSION);
        Instant retired = now;
        assertAccepted(decide(new Change.RetireMachine("m1")));
        assertThat(machine("m1").retiredAt()).isEqualTo(retired);
        assertRefused(decide(new Change.RetireMachine("m1")), ErrorCode.MACHINE_RETIRED);
        assertRefused(decide(new Change.RotateMachine("m1", "CCCC")), ErrorCode.MACHINE_RETIRED);
        assertRefused(decide(new Change.RetireMachine("m2")), ErrorCode.NOT_FOUND);
    }

    @Test
    void namesOfMachinesThatAreNotRetiredAreTaken() {
        assertAccepted(decide(new Change.RegisterMachine("m1", "billing", Role.VIEWER, null)));

        assertRefused(decide(new Change.RegisterMachine("m2", "BILLING", Role.VIEWER, "AAAA")), ErrorCode.CONFLICT);
        assertRefused(decide(new Change.RegisterMachine("m2", "shipping", Role.ADMIN, "AAAA")), ErrorCode.CONFLICT);
        assertRefused(decide(new Change.RotateMachine("m1", "AAAA")), ErrorCode.CONFLICT);
        assertAccepted(decide(new Change.RetireMachine("m1")));
        assertAccepted(decide(new Change.RegisterMachine("m2", "BILLING", Role.VIEWER, "AAAA")));
    }

    private Machine machine(String id) {
        return Objects.requireNonNull(database.<@Nullable Machine>read(handle -> new SqliteState(handle).machine(id)));
    }
}
