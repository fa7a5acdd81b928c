@NullMarked
package dev.gatehouse.server.job;

import org.jspecify.annotations.NullMarked;
