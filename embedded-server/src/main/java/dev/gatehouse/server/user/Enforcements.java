package dev.gatehouse.server.user;

import dev.gatehouse.model.api.Enforcement;
import dev.gatehouse.model.audit.Receipt;
import java.util.List;

/** Tells how far the nodes have come in enforcing a change. */
@FunctionalInterface
public interface Enforcements {

    /** One row per node that is known, this one first. */
    List<Enforcement> of(Receipt receipt);
}
