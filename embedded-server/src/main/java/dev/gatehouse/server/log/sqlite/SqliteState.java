package dev.gatehouse.server.log.sqlite;

import dev.gatehouse.model.machine.Machine;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.server.log.Account;
import dev.gatehouse.server.log.DeletedAccount;
import dev.gatehouse.server.log.State;
import java.time.Instant;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The state as one transaction sees it, its own writes included. */
public final class SqliteState implements State {

    private final Handle handle;

    public SqliteState(Handle handle) {
        this.handle = handle;
    }

    @Override
    public @Nullable Account account(String id) {
        return handle.createQuery("SELECT * FROM user WHERE id = :id").bind("id", id)
                .map((row, context) -> StateRows.account(row)).findOne().orElse(null);
    }

    @Override
    public @Nullable DeletedAccount deleted(String id) {
        return handle.createQuery("SELECT * FROM deleted_user WHERE id = :id").bind("id", id)
                .map((row, context) -> StateRows.deleted(row)).findOne().orElse(null);
    }

    @Override
    public boolean hasUsername(String username) {
        return handle.createQuery("SELECT 1 FROM user WHERE username_folded = :name")
                .bind("name", username.toLowerCase(Locale.ROOT)).mapTo(Integer.class).findOne().isPresent();
    }

    @Override
    public boolean hasOtherAdmin(String id, Instant at) {
        return handle.createQuery("""
                                  SELECT 1 FROM user
                                  WHERE is_admin = 1 AND id <> :id AND password_hash <> ''
                                    AND (state = 'active' OR banned_until <= :at) LIMIT 1
                                  """).bind("id", id).bind("at", at.toEpochMilli()).mapTo(Integer.class).findOne()
                .isPresent();
    }

    @Override
    public @Nullable Route route(String id) {
        return handle.createQuery("SELECT body FROM route WHERE id = :id").bind("id", id)
                .map((row, context) -> StateRows.route(row)).findOne().orElse(null);
    }

    @Override
    public boolean hasKey(String id) {
        return handle.createQuery("SELECT 1 FROM signing_key WHERE id = :id").bind("id", id).mapTo(Integer.class)
                .findOne().isPresent();
    }

    @Override
    public @Nullable Machine machine(String id) {
        return handle.createQuery("SELECT body FROM machine WHERE id = :id").bind("id", id)
                .map((row, context) -> StateRows.machine(row)).findOne().orElse(null);
    }

    @Override
    public boolean hasMachineNamed(String name) {
        return handle.createQuery("SELECT 1 FROM machine WHERE name_in_use = :name")
                .bind("name", State.folded(name)).mapTo(Integer.class).findOne().isPresent();
    }
}
