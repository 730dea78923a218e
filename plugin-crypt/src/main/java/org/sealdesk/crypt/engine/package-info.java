/**
 * What a cryptographic engine does with octets: verify, unwrap, sign, encrypt, read keys. Knows no MIME. Start with
 * {@link org.sealdesk.crypt.engine.CryptoEngine}; {@link org.sealdesk.crypt.engine.CertificateChecker} explains what an
 * engine thinks of a certificate.
 */
@NullMarked
package org.sealdesk.crypt.engine;

import org.jspecify.annotations.NullMarked;
