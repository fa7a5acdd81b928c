@NullMarked
package dev.gatehouse.server.redis;

import org.jspecify.annotations.NullMarked;
