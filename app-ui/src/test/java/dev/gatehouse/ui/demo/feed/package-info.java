/** Tests of the feed. */
@NullMarked
package dev.gatehouse.ui.demo.feed;

import org.jspecify.annotations.NullMarked;
