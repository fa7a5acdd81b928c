/**
 * How the node does: dependencies, figures, metrics, and what it tells about itself.
 * The only room that knows Micrometer; it measures and changes nothing.
 */
@NullMarked
package dev.gatehouse.server.health;

import org.jspecify.annotations.NullMarked;
