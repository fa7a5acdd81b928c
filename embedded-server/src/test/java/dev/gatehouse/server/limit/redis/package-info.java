@NullMarked
package dev.gatehouse.server.limit.redis;

import org.jspecify.annotations.NullMarked;
