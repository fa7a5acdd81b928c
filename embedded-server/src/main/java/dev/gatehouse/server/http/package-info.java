/**
 * The way in: endpoints as data, the pipeline around them, and errors as RFC 9457 problems.
 * The only room that knows Javalin and Jetty; no feature may enter.
 */
@NullMarked
package dev.gatehouse.server.http;

import org.jspecify.annotations.NullMarked;
