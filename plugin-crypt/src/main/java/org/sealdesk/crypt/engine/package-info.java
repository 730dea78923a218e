/**
 * What a cryptographic engine does with octets: verify, unwrap, sign, encrypt, read keys. Knows no MIME. Start with\n * {@link org.sealdesk.crypt.engine.CryptoEngine}.
 */
@NullMarked
package org.sealdesk.crypt.engine;

import org.jspecify.annotations.NullMarked;
