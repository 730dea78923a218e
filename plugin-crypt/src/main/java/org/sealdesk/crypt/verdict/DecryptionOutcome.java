package org.sealdesk.crypt.verdict;

import java.util.List;

/** What opening one encryption gave. */
public sealed interface DecryptionOutcome {

    /** The key ids or issuers with serial that the ciphertext names; empty string for a hidden recipient. */
    List<String> recipients();

    /**
     * Opened, and the integrity that the format offers has been proved.
     *
     * @param algorithm for people: {@code AES-256 GCM}
     * @param certificate fingerprint of the certificate whose secret key opened it; empty if a password did
     */
    record Decrypted(Integrity integrity, String algorithm, String certificate, List<String> recipients)
            implements DecryptionOutcome {
        public Decrypted {
            recipients = List.copyOf(recipients);
        }
    }

    /**
     * Not opened, and nothing of it is known.
     *
     * @param missing for KEY_MISSING, KEY_LOCKED and STORE_LOCKED, names of the keys that would open it: {@code pgp:…},
     *     {@code smime:issuer#serial}, {@code smime:ski:…}
     * @param detail for administrators; the same for every kind of damage, so that nobody learns which it was
     */
    record Failed(Reason reason, List<String> recipients, List<String> missing, String detail)
            implements DecryptionOutcome {
        public Failed {
            recipients = List.copyOf(recipients);
            missing = List.copyOf(missing);
        }
    }

    enum Integrity {
        /** MDC, AEAD or authenticated-enveloped data. */
        PROTECTED,
        /** CBC without authentication. */
        NONE
    }

    enum Reason {
        KEY_MISSING,
        KEY_LOCKED,
        /** The keystore has the key, and cannot open any secret until an administrator unlocks it. */
        STORE_LOCKED,
        /** Altered, truncated or made with another key; which one is not told. */
        DAMAGED,
        /** Not opened because the format is unsafe or a limit would be passed. */
        REFUSED,
        UNSUPPORTED
    }
}
