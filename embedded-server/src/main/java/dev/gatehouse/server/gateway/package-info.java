/**
 * The traffic port: takes requests for the upstreams of the routes and enforces on them what the routes say.
 * Beside the HTTP room the only one that knows Jetty; which route takes a request is the route room's business.
 */
@NullMarked
package dev.gatehouse.server.gateway;

import org.jspecify.annotations.NullMarked;
