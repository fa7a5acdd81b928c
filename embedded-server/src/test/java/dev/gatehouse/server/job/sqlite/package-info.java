@NullMarked
package dev.gatehouse.server.job.sqlite;

import org.jspecify.annotations.NullMarked;
