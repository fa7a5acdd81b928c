/**
 * The console's way to a server: HTTP and the live WebSocket.
 * No control and no property of JavaFX may enter; nothing here runs on the JavaFX thread.
 */
@NullMarked
package dev.gatehouse.ui.client;

import org.jspecify.annotations.NullMarked;
