/**
 * S/MIME: CMS containers (RFC 5652, RFC 5083), X.509 certificates and the paths between them (RFC 5280, RFC 8550), and
 * the files in which people keep them. Start with {@link org.sealdesk.crypt.smime.SmimeEngine} for mail,
 * {@link org.sealdesk.crypt.smime.SmimeKeyReader} for files and {@link org.sealdesk.crypt.smime.SmimeChecker} for the
 * question why a certificate is not accepted. Knows no MIME, no store, no host and no network.
 */
@NullMarked
package org.sealdesk.crypt.smime;

import org.jspecify.annotations.NullMarked;
