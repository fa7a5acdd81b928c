@NullMarked
package dev.gatehouse.server.bus.redis;

import org.jspecify.annotations.NullMarked;
