@NullMarked
package dev.gatehouse.server.outage;

import org.jspecify.annotations.NullMarked;
