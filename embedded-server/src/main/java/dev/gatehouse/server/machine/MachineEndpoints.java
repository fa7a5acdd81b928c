package dev.gatehouse.server.machine;

import dev.gatehouse.model.api.MachinesExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Endpoint.Method;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Principal;
import java.util.List;

/** {@code /api/v1/machines}. */
final class MachineEndpoints {

    private final MachineService service;
    private final MachineProofs proofs;
    private final Machines machines;

    MachineEndpoints(MachineService service, MachineProofs proofs, Machines machines) {
        this.service = service;
        this.proofs = proofs;
        this.machines = machines;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads(Access.VIEWER, MachinesExchange.PATH, "All machines", MachinesExchange.Machines.class,
                        exchange -> new MachinesExchange.Machines(machines.all())),
                Endpoint.changes(Access.ADMIN, Method.POST, MachinesExchange.PATH, "Register a machine",
                        MachinesExchange.CreateRequest.class, MachinesExchange.Changed.class,
                        exchange -> service.register(exchange.body(MachinesExchange.CreateRequest.class),
                                exchange.actor()))
                        .withStatus(201),
                Endpoint.changes(Access.ADMIN, Method.DELETE, MachinesExchange.path("{id}"),
                        "Retire a machine for good", null, MachinesExchange.Changed.class,
                        exchange -> service.retire(exchange.path("id"), exchange.actor())),
                Endpoint.changes(Access.OPEN, Method.POST, MachinesExchange.keysPath("{id}"),
                        "Replace a machine's key; by an administrator, or signed by the old key",
                        MachinesExchange.RotateRequest.class, MachinesExchange.Changed.class, this::rotate),
                Endpoint.changes(Access.PUBLIC, Method.POST, MachinesExchange.CHALLENGE_PATH,
                        "A challenge for a machine to sign", MachinesExchange.ChallengeRequest.class,
                        MachinesExchange.Challenge.class, this::challenge).askingOnly()
                        .limitedBy(Endpoint.Rate.HANDSHAKE),
                Endpoint.changes(Access.PUBLIC, Method.POST, MachinesExchange.HANDSHAKE_PATH,
                        "Open a machine's session", MachinesExchange.HandshakeRequest.class,
                        MachinesExchange.SessionKey.class,
                        exchange -> service.handshake(exchange.body(MachinesExchange.HandshakeRequest.class),
                                exchange.certificate(), exchange.ip())));
    }

    private MachinesExchange.Changed rotate(Exchange exchange) {
        Principal caller = exchange.caller();
        boolean admin = caller != null && caller.may(Role.ADMIN);
        if (caller != null && !admin) {
            throw new RequestFailure(ErrorCode.FORBIDDEN,
                    "This needs the role admin, or a signature by the machine's old key and no token.");
        }
        return service.rotate(exchange.path("id"), exchange.body(MachinesExchange.RotateRequest.class), admin,
                exchange.actor());
    }

    private MachinesExchange.Challenge challenge(Exchange exchange) {
        String machineId = exchange.body(MachinesExchange.ChallengeRequest.class).machineId();
        if (machineId == null || machineId.isBlank() || machineId.length() > 200) {
            throw RequestFailure.invalid("machineId", "is needed, with at most 200 characters.");
        }
        return proofs.challenge(machineId, exchange.ip());
    }
}
