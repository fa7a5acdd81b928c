package dev.gatehouse.server.log;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.machine.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the state says to commands about machines; the part of {@link State#apply} that belongs to them. */
final class MachineDecisions {

    private MachineDecisions() {}

    static Decision register(State state, Command command, Change.RegisterMachine register) {
        if (register.role() == Role.ADMIN) {
            return new Decision.Refused(ErrorCode.CONFLICT, "A machine cannot be an administrator.", null);
        }
        if (state.machine(register.id()) != null || state.hasMachineNamed(register.name())) {
            return new Decision.Refused(ErrorCode.CONFLICT,
                    "There is a machine named " + register.name() + " already.", null);
        }
        return put(null, new Machine(register.id(), register.name(), register.role(), register.publicKey(),
                command.at(), command.at(), null, 1));
    }

    static Decision rotate(State state, Command command, Change.RotateMachine rotate) {
        Machine old = state.machine(rotate.id());
        if (old == null || old.retiredAt() != null) {
            return missing(old);
        }
        Decision stale = State.staleness(command, old.version(), json(old));
        if (stale != null) {
            return stale;
        }
        if (old.publicKey() == null) {
            return new Decision.Refused(ErrorCode.CONFLICT,
                    "This machine proves itself by a TLS client certificate; renew that one.", json(old));
        }
        if (old.publicKey().equals(rotate.publicKey())) {
            return new Decision.Refused(ErrorCode.CONFLICT, "This is the machine's key already; make a new one.",
                    json(old));
        }
        return put(old, new Machine(old.id(), old.name(), old.role(), rotate.publicKey(), command.at(),
                old.createdAt(), null, old.version() + 1));
    }

    static Decision retire(State state, Command command, Change.RetireMachine retire) {
        Machine old = state.machine(retire.id());
        if (old == null || old.retiredAt() != null) {
            return missing(old);
        }
        return put(old, new Machine(old.id(), old.name(), old.role(), old.publicKey(), old.keySince(),
                old.createdAt(), command.at(), old.version() + 1));
    }

    private static Decision missing(@Nullable Machine retired) {
        return retired == null
                ? new Decision.Refused(ErrorCode.NOT_FOUND, "There is no such machine.", null)
                : new Decision.Refused(ErrorCode.MACHINE_RETIRED, "This machine was retired; register a new one.",
                        json(retired));
    }

    private static Decision put(@Nullable Machine before, Machine after) {
        return new Decision.Accepted(List.of(new Effect.PutMachine(after)), before == null ? null : json(before),
                json(after));
    }

    private static JsonNode json(Machine machine) {
        return Json.LENIENT.valueToTree(machine);
    }
}
