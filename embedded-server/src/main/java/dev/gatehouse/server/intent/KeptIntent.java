package dev.gatehouse.server.intent;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Intention;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.intent.IntentState;
import dev.gatehouse.server.log.Change;
import org.jspecify.annotations.Nullable;

/**
 * An intent with what only the node knows of it.
 *
 * @param intent    as everybody sees it
 * @param commandId of the command that it becomes; a repeat of that is applied once
 * @param actor     who gives the command
 * @param change    the command itself
 */
public record KeptIntent(Intent intent, String commandId, Actor actor, Change change) {

    KeptIntent as(IntentState state, @Nullable String detail) {
        return with(intent.as(state, detail));
    }

    KeptIntent with(Intent newIntent) {
        return new KeptIntent(newIntent, commandId, actor, change);
    }

    Intention intention() {
        return new Intention(intent.id(), intent.madeAt());
    }
}
