package dev.gatehouse.server.job;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.log.LogUnavailableException;
import org.jspecify.annotations.Nullable;

/** Tells failures that pass from those that stay. */
final class Outages {

    private Outages() {}

    /** Why a job has to wait, as a sentence; absent where waiting does not help. */
    static @Nullable String reason(Exception failure) {
        return switch (failure) {
            case LogUnavailableException _ -> "The log is away; the job goes on by itself when it is back.";
            case LiveStateUnavailableException _ -> "Redis is away; the job goes on by itself when it is back.";
            case StorageException storage -> String.valueOf(storage.getMessage());
            case RequestFailure request -> passes(request.code()) ? request.detail() : null;
            default -> null;
        };
    }

    private static boolean passes(ErrorCode code) {
        return code.status() == 429 || code.status() == 503 || code.status() == 504;
    }
}
