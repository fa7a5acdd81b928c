/** Tests of locks. */
@NullMarked
package dev.gatehouse.server.lock;

import org.jspecify.annotations.NullMarked;
