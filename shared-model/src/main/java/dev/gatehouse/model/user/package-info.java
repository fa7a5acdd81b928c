/**
 * A user: somebody who may enter, and the ban that keeps one out.
 * Records only; how users are stored or changed is the server's business.
 */
@NullMarked
package dev.gatehouse.model.user;

import org.jspecify.annotations.NullMarked;
