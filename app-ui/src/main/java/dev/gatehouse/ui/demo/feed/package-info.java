/**
 * An example on top of the client library: threads with posts and comments, stored by one program and pushed to whoever
 * follows a thread, in order. It knows the library and the model, and nothing of the demo that runs it.
 */
@NullMarked
package dev.gatehouse.ui.demo.feed;

import org.jspecify.annotations.NullMarked;
