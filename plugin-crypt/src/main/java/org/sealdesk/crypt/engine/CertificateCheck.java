package org.sealdesk.crypt.engine;

import java.util.List;

/**
 * What {@link CertificateChecker} found.
 *
 * @param chain subjects from the certificate to its anchor, or as far as the path goes; empty without issuers
 * @param revocation of the whole path: the worst of its certificates
 * @param revocationReason which list says so, or why none does; empty if there was nothing to ask
 * @param canSign whether new mail may be signed with it: usage, strength, time, and a path where the format has paths
 * @param canEncrypt whether new mail may be encrypted to it
 * @param code {@code ok}, or what stands in the way first: as in {@link Usability.Unusable}, {@code cert.path} and its
 *     kin, {@code cert.revoked}, {@code revocation.unknown}
 * @param reason the same as one sentence with certificate, rule, values and next step, in English
 */
public record CertificateCheck(
        Path path,
        List<String> chain,
        Revocation revocation,
        String revocationReason,
        boolean canSign,
        boolean canEncrypt,
        String code,
        String reason) {

    public CertificateCheck {
        chain = List.copyOf(chain);
    }

    /** What path validation said (RFC 5280, section 6), without any rule about mail. */
    public enum Path {
        VALID,
        INVALID,
        /** The format knows no issuers: OpenPGP. */
        NONE
    }

    public enum Revocation {
        GOOD,
        UNKNOWN,
        REVOKED
    }
}
