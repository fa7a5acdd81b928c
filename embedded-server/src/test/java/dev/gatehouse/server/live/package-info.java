@NullMarked
package dev.gatehouse.server.live;

import org.jspecify.annotations.NullMarked;
