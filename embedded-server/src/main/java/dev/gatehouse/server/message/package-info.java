/**
 * What clients of the fleet say to each other and what operators say to them: rooms, inboxes, receipts, resumption.
 * Adapters live below; sockets and presence belong to session.
 */
@NullMarked
package dev.gatehouse.server.message;

import org.jspecify.annotations.NullMarked;
