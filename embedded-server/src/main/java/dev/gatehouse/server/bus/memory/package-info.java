/**
 * The bus of a node that is alone: messages to itself.
 * The meaning of messages belongs to the features.
 */
@NullMarked
package dev.gatehouse.server.bus.memory;

import org.jspecify.annotations.NullMarked;
