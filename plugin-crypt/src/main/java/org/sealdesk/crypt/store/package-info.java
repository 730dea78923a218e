/**
 * Where certificates and secret keys are kept: rows in sorted key order, found in an immutable MapDB file (the
 * generation) and, newer, in memory (the delta); every change is in the journal before it counts. Start with
 * {@link org.sealdesk.crypt.store.DurableKeystore}; what a row is stands in {@code Table}, how layers become one view
 * in {@code View}. {@link org.sealdesk.crypt.store.StoreCheck} looks at everything and changes nothing. Must not know engines, Bouncy Castle, mail or the host.
 */
@NullMarked
package org.sealdesk.crypt.store;

import org.jspecify.annotations.NullMarked;
