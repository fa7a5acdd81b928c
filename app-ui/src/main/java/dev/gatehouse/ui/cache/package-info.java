/** How what the console keeps is sealed: nobody reads it without the operator's password. */
@NullMarked
package dev.gatehouse.ui.cache;

import org.jspecify.annotations.NullMarked;
