@NullMarked
package dev.gatehouse.server.bus;

import org.jspecify.annotations.NullMarked;
