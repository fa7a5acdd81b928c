@NullMarked
package dev.gatehouse.server.session.sqlite;

import org.jspecify.annotations.NullMarked;
