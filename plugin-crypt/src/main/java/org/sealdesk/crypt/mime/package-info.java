/**
 * Octets of a mail to a tree with exact ranges, to its cryptographic structure, and back: what was signed, what is to be
 * signed, and the messages around it. Start with {@link org.sealdesk.crypt.mime.MimeParser} for reading and
 * {@link org.sealdesk.crypt.mime.EntityBuilder} for writing. Knows no cryptography, no keys, no engine and no host.
 */
@NullMarked
package org.sealdesk.crypt.mime;

import org.jspecify.annotations.NullMarked;
