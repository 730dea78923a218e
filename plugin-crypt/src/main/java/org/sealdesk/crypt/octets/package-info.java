/**
 * Runs of octets: small ones as values, large ones as content that can be opened again and again without being in\n * memory. Start with {@link org.sealdesk.crypt.octets.Content}. Knows the JDK only.
 */
@NullMarked
package org.sealdesk.crypt.octets;

import org.jspecify.annotations.NullMarked;
