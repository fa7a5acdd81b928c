@NullMarked
package dev.gatehouse.server.job.redis;

import org.jspecify.annotations.NullMarked;
