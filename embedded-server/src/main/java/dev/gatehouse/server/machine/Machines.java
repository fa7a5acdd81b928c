package dev.gatehouse.server.machine;

import dev.gatehouse.model.machine.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The machines that this node knows. */
public interface Machines {

    /** The machine with this id, retired or not. */
    @Nullable
    Machine byId(String id);

    /** The machine of this name that is not retired, without regard to case. */
    @Nullable
    Machine byName(String name);

    /** All machines, retired ones too, the newest first. */
    List<Machine> all();
}
