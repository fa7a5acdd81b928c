@NullMarked
package dev.gatehouse.server.intent;

import org.jspecify.annotations.NullMarked;
