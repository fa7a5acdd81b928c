@NullMarked
package dev.gatehouse.server.machine.memory;

import org.jspecify.annotations.NullMarked;
