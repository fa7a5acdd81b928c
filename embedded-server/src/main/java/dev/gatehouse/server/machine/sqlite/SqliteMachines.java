package dev.gatehouse.server.machine.sqlite;

import dev.gatehouse.model.machine.Machine;
import dev.gatehouse.server.log.State;
import dev.gatehouse.server.log.sqlite.StateRows;
import dev.gatehouse.server.machine.Machines;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Machines in table {@code machine}. */
public final class SqliteMachines implements Machines {

    private final ReplicaDatabase database;

    public SqliteMachines(ReplicaDatabase database) {
        this.database = database;
    }

    @Override
    public @Nullable Machine byId(String id) {
        return find("SELECT body FROM machine WHERE id = :value", id);
    }

    @Override
    public @Nullable Machine byName(String name) {
        return find("SELECT body FROM machine WHERE name_in_use = :value", State.folded(name));
    }

    private @Nullable Machine find(String query, String value) {
        return database.<@Nullable Machine>read(handle -> handle.createQuery(query).bind("value", value)
                .map((row, context) -> StateRows.machine(row)).findOne().orElse(null));
    }

    @Override
    public List<Machine> all() {
        return database.read(handle -> handle.createQuery("SELECT body FROM machine ORDER BY id DESC")
                .map((row, context) -> StateRows.machine(row)).list());
    }
}
