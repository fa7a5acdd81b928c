package dev.gatehouse.ui.route;

import java.util.Locale;

/** One part of a route's policies; each is a section of the form. */
enum PolicyPart {
    TIMEOUT,
    RETRY,
    BREAKER,
    BULKHEAD,
    LIMITS,
    CACHE,
    FALLBACK;

    /** Its name in the bundles. */
    String key() {
        return "route.policy." + word();
    }

    /** What it does, in the bundles. */
    String lineKey() {
        return "route.policyLine." + word();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
