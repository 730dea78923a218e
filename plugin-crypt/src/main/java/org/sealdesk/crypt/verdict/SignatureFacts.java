package org.sealdesk.crypt.verdict;

import java.time.Instant;
import java.util.Optional;

/**
 * What a signature says of itself.
 *
 * @param issuer what names the signer's key: OpenPGP fingerprint or key id in hexadecimal, S/MIME issuer and serial as
 *     {@code CN=… #1A2B} or {@code ski:…}
 * @param signer the certificate that made it; empty if it is not here
 * @param signedAt the time it claims; never used to decide whether a key may be trusted now
 * @param algorithm for people: {@code RSA 3072, SHA-256}
 */
public record SignatureFacts(
        Technology technology,
        String issuer,
        Optional<SignerIdentity> signer,
        Optional<Instant> signedAt,
        String algorithm) {}
