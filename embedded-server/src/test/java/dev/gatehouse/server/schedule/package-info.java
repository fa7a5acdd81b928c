@NullMarked
package dev.gatehouse.server.schedule;

import org.jspecify.annotations.NullMarked;
