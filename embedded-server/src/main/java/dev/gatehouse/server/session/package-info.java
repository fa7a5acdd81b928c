/**
 * Who is online: the sockets of this node, and what every node knows of all others'.
 * Adapters live below; tokens belong to auth, and what is said in rooms does not enter.
 */
@NullMarked
package dev.gatehouse.server.session;

import org.jspecify.annotations.NullMarked;
