/**
 * The book: one record per privileged action, chained, relayed to the log, read back from it and searched.
 * Adapters live below; what an action does is the other features' business.
 */
@NullMarked
package dev.gatehouse.server.audit;

import org.jspecify.annotations.NullMarked;
