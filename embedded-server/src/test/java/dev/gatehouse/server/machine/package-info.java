@NullMarked
package dev.gatehouse.server.machine;

import org.jspecify.annotations.NullMarked;
