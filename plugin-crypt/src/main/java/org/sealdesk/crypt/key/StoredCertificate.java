package org.sealdesk.crypt.key;

/**
 * A certificate in the store.
 *
 * @param hasSecret whether the store also holds its secret key, open or locked
 */
public record StoredCertificate(Certificate certificate, CertificateFacts facts, boolean hasSecret) {}
