@NullMarked
package dev.gatehouse.server.session.memory;

import org.jspecify.annotations.NullMarked;
