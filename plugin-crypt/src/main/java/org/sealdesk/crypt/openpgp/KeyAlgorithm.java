package org.sealdesk.crypt.openpgp;

/** Public-key algorithm ids (RFC 9580, section 9.1). */
final class KeyAlgorithm {
    static final int RSA = 1;
    /** Not made any more, still met. */
    static final int RSA_ENCRYPT_ONLY = 2;
    /** Not made any more, still met. */
    static final int RSA_SIGN_ONLY = 3;

    static final int ELGAMAL = 16;
    static final int DSA = 17;
    static final int ECDH = 18;
    static final int ECDSA = 19;
    static final int EDDSA_LEGACY = 22;
    static final int X25519 = 25;
    static final int X448 = 26;
    static final int ED25519 = 27;
    static final int ED448 = 28;

    private KeyAlgorithm() {}
}
