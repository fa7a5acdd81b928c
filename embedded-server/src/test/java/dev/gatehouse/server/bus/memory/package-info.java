@NullMarked
package dev.gatehouse.server.bus.memory;

import org.jspecify.annotations.NullMarked;
