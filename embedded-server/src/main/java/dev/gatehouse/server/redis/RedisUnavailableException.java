package dev.gatehouse.server.redis;

import org.jspecify.annotations.Nullable;

/** Redis does not answer in time, or the breaker says that asking makes no sense now. */
public final class RedisUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RedisUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
