/**
 * Sessions that are over, as this node remembers them.
 * Sessions that are online do not enter.
 */
@NullMarked
package dev.gatehouse.server.session.sqlite;

import org.jspecify.annotations.NullMarked;
