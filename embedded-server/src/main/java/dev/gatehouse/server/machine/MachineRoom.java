package dev.gatehouse.server.machine;

import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.http.Authenticator;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.log.ChangeLog;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** All that belongs to machines, put together: what a node serves and asks of them. */
public final class MachineRoom {

    private final MachineAuthenticator authenticator;
    private final List<Endpoint> endpoints;

    /**
     * How a fleet deals with machines.
     *
     * @param audience the fleet, as machines name it in what they sign; the same on every node
     * @param session  how long a session lasts
     */
    public record Rules(String audience, Duration session) {}

    /**
     * Where machines are looked up and their changes and deeds go.
     *
     * @param tokens tells whose an access token is
     */
    public record Surroundings(Machines machines, MachineLive live, ChangeLog changes, AuditJournal journal,
            Authenticator tokens) {}

    public MachineRoom(Rules rules, Surroundings around, Clock clock) {
        MachineStore store = around.live().store();
        MachineSessions sessions = new MachineSessions(store, rules.session(), clock);
        MachineProofs proofs = new MachineProofs(around.machines(), around.live(), sessions, around.journal(), clock);
        MachineService service = new MachineService(around.changes(), proofs, sessions, around.journal(),
                rules.audience(), clock);
        this.authenticator = new MachineAuthenticator(around.tokens(), around.machines(), sessions, store,
                around.journal(), clock);
        this.endpoints = new MachineEndpoints(service, proofs, around.machines()).endpoints();
    }

    /** Tells whose a token is, and which machine signed a call. */
    public Authenticator authenticator() {
        return authenticator;
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** To be called when the live state is back after it was away: it may have forgotten calls that were made. */
    public void recovered() {
        authenticator.distrustThePast();
    }
}
