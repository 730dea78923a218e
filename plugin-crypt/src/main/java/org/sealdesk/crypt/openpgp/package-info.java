/**
 * OpenPGP (RFC 9580) over octets: armour, messages, certificates, secret keys. Start with
 * {@link org.sealdesk.crypt.openpgp.OpenPgpEngine}, then {@code MessageReader} for what comes in and {@code
 * MessageWriter} for what goes out; {@code EvaluatedCertificate} says what a key may do and when. Knows Bouncy Castle;
 * must not know MIME, stores or hosts.
 */
@NullMarked
package org.sealdesk.crypt.openpgp;

import org.jspecify.annotations.NullMarked;
