package org.sealdesk.crypt.verdict;

import java.util.List;

/** One layer of the cryptographic envelope (RFC 9787, section 3). */
public sealed interface Layer {

    /** Stable name: {@code pgp-signed}, {@code pgp-encrypted}, {@code smime-signed}, {@code smime-enveloped} … */
    String kind();

    /** At least one signature; a layer that should have one and has none is {@link Broken}. */
    record Signed(String kind, List<JudgedSignature> signatures) implements Layer {
        public Signed {
            signatures = List.copyOf(signatures);
            if (signatures.isEmpty()) {
                throw new IllegalArgumentException("signed layer " + kind + " without a signature");
            }
        }
    }

    record Encrypted(String kind, DecryptionOutcome outcome) implements Layer {}

    /** Wraps without protecting. */
    record Compressed(String kind) implements Layer {}

    /**
     * Looks like a layer and is none by the rules of its format.
     *
     * @param claims what it pretends to be, for the status it gets
     * @param code stable
     * @param detail rule and values, in English
     */
    record Broken(String kind, Claim claims, String code, String detail) implements Layer {}

    /** What a broken layer pretends to be. */
    enum Claim {
        SIGNATURE,
        ENCRYPTION
    }
}
