/**
 * What became of the cryptographic layers of a mail, and the one verdict that follows. Every layer of the plugin speaks\n * these words. Start with {@link org.sealdesk.crypt.verdict.CryptographicSummary}. Knows the JDK and addresses only.
 */
@NullMarked
package org.sealdesk.crypt.verdict;

import org.jspecify.annotations.NullMarked;
