/**
 * Where the key that seals a keystore may be kept: a file, the environment, a passphrase that somebody knows; the host's
 * own secret store is the host's. Start with {@link org.sealdesk.crypt.seal.ChosenKek}. None of this is in the store's
 * directory but how a key comes from a passphrase, which is no secret.
 */
@NullMarked
package org.sealdesk.crypt.seal;

import org.jspecify.annotations.NullMarked;
