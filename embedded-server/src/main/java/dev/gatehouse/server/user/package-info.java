/**
 * Users: listing them, and the commands that change them.
 * How somebody signs in belongs to the auth room.
 */
@NullMarked
package dev.gatehouse.server.user;

import org.jspecify.annotations.NullMarked;
