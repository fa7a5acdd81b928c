/**
 * What every call carries: its deadline, its trace, and the one way to fail.
 * Nothing of HTTP, of a store or of a feature may enter.
 */
@NullMarked
package dev.gatehouse.server.call;

import org.jspecify.annotations.NullMarked;
