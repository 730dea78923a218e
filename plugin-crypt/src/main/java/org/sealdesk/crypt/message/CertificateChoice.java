package org.sealdesk.crypt.message;

import org.sealdesk.crypt.key.StoredCertificate;

/** Which certificate is used for an address and a purpose, or why none can be. */
public sealed interface CertificateChoice {

    /** {@code ok} or a problem code. */
    String code();

    /**
     * @param candidates how many would have done; more than one means that the most trusted, then newest was taken
     */
    record Chosen(StoredCertificate stored, int candidates) implements CertificateChoice {
        @Override
        public String code() {
            return "ok";
        }
    }

    /**
     * @param code {@code key.missing}, or the code of the certificate that came closest
     * @param reason names certificate, rule and values, in English
     */
    record None(String code, String reason) implements CertificateChoice {}
}
