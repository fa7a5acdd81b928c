@NullMarked
package dev.gatehouse.server.capsule.sqlite;

import org.jspecify.annotations.NullMarked;
