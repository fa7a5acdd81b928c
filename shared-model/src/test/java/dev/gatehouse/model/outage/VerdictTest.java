package dev.gatehouse.model.outage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.auth.Role;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictTest {

    private static final Circumstances FAIR = Circumstances.fair(Role.OPERATOR);
    private static final Circumstances NO_SERVER = new Circumstances(Role.OPERATOR, false, true, true, false, Set.of());
    private static final Circumstances NO_LOG = new Circumstances(Role.OPERATOR, true, false, true, false, Set.of());
    private static final Circumstances NO_REDIS = new Circumstances(Role.ADMIN, true, true, false, false,
            Set.of(Role.ADMIN));
    private static final Circumstances CAPSULE = new Circumstances(Role.ADMIN, false, true, true, true, Set.of());

    static Stream<Arguments> verdicts() {
        return Stream.of(
                Arguments.of(Deed.EDIT_USER, FAIR, Fate.ALLOWED, Reason.NONE),
                Arguments.of(Deed.DRAIN_NODE, FAIR, Fate.BLOCKED, Reason.ROLE),
                Arguments.of(Deed.READ, Circumstances.fair(null), Fate.BLOCKED, Reason.ROLE),
                Arguments.of(Deed.READ, NO_SERVER, Fate.ALLOWED, Reason.CACHED),
                Arguments.of(Deed.EDIT_ROUTE, NO_SERVER, Fate.QUEUED, Reason.SERVER_AWAY),
                Arguments.of(Deed.BAN_USER, NO_SERVER, Fate.QUEUED, Reason.CLICK),
                Arguments.of(Deed.CREATE_USER, NO_SERVER, Fate.BLOCKED, Reason.SECRET),
                Arguments.of(Deed.KICK_SESSION, NO_SERVER, Fate.BLOCKED, Reason.NEEDS_SERVER),
                Arguments.of(Deed.CREATE_USER, NO_LOG, Fate.QUEUED, Reason.LOG_AWAY),
                Arguments.of(Deed.DELETE_USER, NO_LOG, Fate.QUEUED, Reason.CLICK),
                Arguments.of(Deed.SET_PASSWORD, NO_LOG, Fate.BLOCKED, Reason.NEEDS_LOG),
                Arguments.of(Deed.KICK_SESSION, NO_LOG, Fate.ALLOWED, Reason.NONE),
                Arguments.of(Deed.KICK_SESSION, NO_REDIS, Fate.ALLOWED, Reason.THIS_NODE),
                Arguments.of(Deed.SEND_MESSAGE, NO_REDIS, Fate.BLOCKED, Reason.NEEDS_LIVE_STATE),
                Arguments.of(Deed.DRAIN_NODE, NO_REDIS, Fate.BLOCKED, Reason.POLICY),
                Arguments.of(Deed.REHEARSE, NO_REDIS, Fate.ALLOWED, Reason.NONE),
                Arguments.of(Deed.EDIT_USER, CAPSULE, Fate.BLOCKED, Reason.READ_ONLY),
                Arguments.of(Deed.READ, CAPSULE, Fate.ALLOWED, Reason.CACHED));
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void eachActionSaysWhatBecomesOfIt(Deed deed, Circumstances now, Fate fate, Reason reason) {
        assertThat(Verdict.of(deed, now)).isEqualTo(new Verdict(fate, reason));
    }
}
