@NullMarked
package dev.gatehouse.server.machine.redis;

import org.jspecify.annotations.NullMarked;
