@NullMarked
package dev.gatehouse.server.message.redis;

import org.jspecify.annotations.NullMarked;
