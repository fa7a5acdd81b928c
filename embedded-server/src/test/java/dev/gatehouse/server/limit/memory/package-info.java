@NullMarked
package dev.gatehouse.server.limit.memory;

import org.jspecify.annotations.NullMarked;
