@NullMarked
package dev.gatehouse.server.message.memory;

import org.jspecify.annotations.NullMarked;
