@NullMarked
package dev.gatehouse.server.limit;

import org.jspecify.annotations.NullMarked;
