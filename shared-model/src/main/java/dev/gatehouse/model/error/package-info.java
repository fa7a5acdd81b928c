/**
 * What went wrong, in words and in a code: RFC 9457 problems.
 * Records only; how an exception becomes a problem is the server's business.
 */
@NullMarked
package dev.gatehouse.model.error;

import org.jspecify.annotations.NullMarked;
