@NullMarked
package dev.gatehouse.server.csv;

import org.jspecify.annotations.NullMarked;
