package dev.gatehouse.server;

import dev.gatehouse.server.http.Authenticator;
import dev.gatehouse.server.machine.MachineRoom;
import dev.gatehouse.server.machine.sqlite.SqliteMachines;

/** Puts the machines' room into a node. */
final class MachineWiring {

    private MachineWiring() {}

    /** @param tokens tells whose an access token is */
    static MachineRoom room(ServerConfig.Machines config, Core core, LiveState live, Authenticator tokens) {
        MachineRoom room = new MachineRoom(new MachineRoom.Rules(config.audience(), config.session()),
                new MachineRoom.Surroundings(new SqliteMachines(core.replica()), live.machines(), core.changes(),
                        core.journal(), tokens),
                core.clock());
        live.onRecovered().accept(room::recovered);
        return room;
    }
}
