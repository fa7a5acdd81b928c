package dev.gatehouse.server;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.http.FailureTranslator;
import dev.gatehouse.server.http.HttpServer;
import dev.gatehouse.server.log.LogUnavailableException;
import java.time.Duration;

/** Finds the words for what stores throw. */
final class FailureWords implements FailureTranslator {

    private static final Duration SOON = Duration.ofSeconds(5);

    @Override
    public RequestFailure translate(Exception thrown) {
        return switch (thrown) {
            case LiveStateUnavailableException _ -> RequestFailure.later(ErrorCode.LIVE_STATE_UNAVAILABLE,
                    "Redis does not answer, and this needs it. Try again when it is back.", SOON);
            case LogUnavailableException _ -> RequestFailure.later(ErrorCode.LOG_UNAVAILABLE,
                    "The log does not answer, and this needs it. Try again when it is back.", SOON);
            case StorageException storage when storage.isFull() -> new RequestFailure(ErrorCode.STORAGE_FULL,
                    String.valueOf(storage.getMessage()), storage);
            case StorageException storage -> RequestFailure.later(ErrorCode.STORAGE_UNAVAILABLE,
                    String.valueOf(storage.getMessage()), SOON);
            default -> HttpServer.internal(thrown);
        };
    }
}
