@NullMarked
package dev.gatehouse.server.answer.memory;

import org.jspecify.annotations.NullMarked;
