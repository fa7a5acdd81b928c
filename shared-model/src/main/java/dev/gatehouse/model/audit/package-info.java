/**
 * The book: one CloudEvents record per privileged action, and where it stands in the log.
 * Records only; writing and indexing are the server's business.
 */
@NullMarked
package dev.gatehouse.model.audit;

import org.jspecify.annotations.NullMarked;
