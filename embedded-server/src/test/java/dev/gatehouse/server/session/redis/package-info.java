@NullMarked
package dev.gatehouse.server.session.redis;

import org.jspecify.annotations.NullMarked;
