package dev.gatehouse.server.sqlite;

import dev.gatehouse.server.call.Deadline;
import java.sql.SQLException;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Ends statements in the midst of their work, when the current call's time is over. */
final class Interruption {

    /** So many steps of SQLite's machine lie between two looks at the time; some tenths of a millisecond. */
    private static final int STEPS = 10_000;

    private Interruption() {}

    /** Runs {@code action} on a connection whose statements end with the current call. */
    static <T extends @Nullable Object> T within(Handle handle, Function<Handle, T> action) {
        if (!Deadline.CURRENT.isBound()) {
            return action.apply(handle);
        }
        Deadline deadline = Deadline.CURRENT.get();
        try {
            SQLiteConnection connection = handle.getConnection().unwrap(SQLiteConnection.class);
            ProgressHandler.setHandler(connection, STEPS, new ProgressHandler() {
                @Override
                protected int progress() {
                    return deadline.remaining().isPositive() ? 0 : 1;
                }
            });
            try {
                return action.apply(handle);
            } finally {
                ProgressHandler.clearHandler(connection);
            }
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }

    /** Whether a statement failed as it was ended so. */
    static boolean caused(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return (sqlite.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_INTERRUPT.code;
            }
        }
        return false;
    }
}
