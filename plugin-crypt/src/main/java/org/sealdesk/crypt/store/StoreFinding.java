package org.sealdesk.crypt.store;

import java.time.Instant;

/**
 * Something an administrator should know about a store.
 *
 * @param text what happened, what it means, what to do
 */
public record StoreFinding(Instant at, String text) {}
