@NullMarked
package dev.gatehouse.server.auth.memory;

import org.jspecify.annotations.NullMarked;
