package dev.gatehouse.server.auth;

import dev.gatehouse.model.auth.ClientKind;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The policy of each kind of client.
 *
 * @param offPeak when sessions start shorter; absent for never
 */
public record LifetimePolicies(LifetimePolicy web, LifetimePolicy app, LifetimePolicy admin,
        @Nullable OffPeak offPeak) {

    /**
     * A time of day at which logins start shorter.
     *
     * @param from  its beginning
     * @param to    its end, exclusive; before {@code from} where it goes over midnight
     * @param zone  whose clock counts
     * @param share of the usual start, above 0 and at most 1
     */
    public record OffPeak(LocalTime from, LocalTime to, ZoneId zone, double share) {

        boolean covers(Instant at) {
            LocalTime time = LocalTime.ofInstant(at, zone);
            return from.isBefore(to)
                    ? !time.isBefore(from) && time.isBefore(to)
                    : !time.isBefore(from) || time.isBefore(to);
        }
    }

    /** The policy of a kind. */
    LifetimePolicy of(ClientKind kind) {
        return switch (kind) {
            case WEB -> web;
            case APP -> app;
            case ADMIN -> admin;
        };
    }

    /** The lifetime of a session that begins. */
    Login.Lifetime begin(ClientKind kind, Instant loginAt) {
        OffPeak shorter = offPeak;
        return of(kind).begin(loginAt, shorter != null && shorter.covers(loginAt) ? shorter.share() : 1);
    }
}
