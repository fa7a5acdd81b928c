/**
 * What every call carries: its deadline, its trace, and the ways in which it can fail.
 * Nothing of HTTP, of a store's own or of a feature may enter.
 */
@NullMarked
package dev.gatehouse.server.call;

import org.jspecify.annotations.NullMarked;
