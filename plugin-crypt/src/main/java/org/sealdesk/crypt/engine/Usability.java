package org.sealdesk.crypt.engine;

import org.sealdesk.crypt.key.Fingerprint;

/** Whether a certificate may be used for something at a time. */
public sealed interface Usability {

    /** @param key the component that would be used */
    record Usable(Fingerprint key, String algorithm) implements Usability {}

    /**
     * @param code {@code key.expired}, {@code key.revoked}, {@code key.not-yet}, {@code key.usage}, {@code key.weak},
     *     {@code cert.chain}, {@code key.unsupported}
     * @param reason names the certificate, the rule and both values, in English
     */
    record Unusable(String code, String reason) implements Usability {}

    enum Purpose {
        SIGN,
        ENCRYPT
    }
}
