/**
 * Jobs in Redis, for nodes that share them.
 * Only what the ports {@code JobStore} and {@code JobInputs} ask for.
 */
@NullMarked
package dev.gatehouse.server.job.redis;

import org.jspecify.annotations.NullMarked;
