@NullMarked
package dev.gatehouse.server.message;

import org.jspecify.annotations.NullMarked;
