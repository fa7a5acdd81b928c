@NullMarked
package dev.gatehouse.server.auth.redis;

import org.jspecify.annotations.NullMarked;
