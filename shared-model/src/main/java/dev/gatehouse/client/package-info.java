/**
 * A client for services: it proves itself to a node, signs calls, and comes back when its session is over.
 * Only the JDK's HTTP client and Jackson beside the model; nothing of a node or of the console.
 */
@NullMarked
package dev.gatehouse.client;

import org.jspecify.annotations.NullMarked;
