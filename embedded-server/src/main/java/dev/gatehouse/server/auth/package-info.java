/**
 * Who may come in: passwords, tokens, logins, denials.
 * Stores live below; presence of sockets is the session room's.
 */
@NullMarked
package dev.gatehouse.server.auth;

import org.jspecify.annotations.NullMarked;
