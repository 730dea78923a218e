package org.sealdesk.crypt.smime;

/**
 * What administrators choose about S/MIME. Reading understands every value; the choices are about what counts and what
 * is written.
 *
 * @param subjectEmail whether the emailAddress of the subject name counts as an address
 * @param anyUsage whether anyExtendedKeyUsage is as good as emailProtection (RFC 8550, section 4.4.4)
 * @param rsaSignature how RSA keys sign
 * @param keyTransport how content keys are encrypted to RSA keys
 * @param contentCipher how content is encrypted
 */
public record SmimeOptions(
        SubjectEmail subjectEmail,
        AnyUsage anyUsage,
        RsaSignature rsaSignature,
        KeyTransport keyTransport,
        ContentCipher contentCipher) {

    /** What every S/MIME reader of the last ten years can open. */
    public static final SmimeOptions DEFAULT = new SmimeOptions(
            SubjectEmail.IF_NO_MAILBOX,
            AnyUsage.ACCEPT,
            RsaSignature.PKCS1,
            KeyTransport.PKCS1,
            ContentCipher.AES_256_CBC);

    public SmimeOptions withSubjectEmail(SubjectEmail choice) {
        return new SmimeOptions(choice, anyUsage, rsaSignature, keyTransport, contentCipher);
    }

    public SmimeOptions withAnyUsage(AnyUsage choice) {
        return new SmimeOptions(subjectEmail, choice, rsaSignature, keyTransport, contentCipher);
    }

    public SmimeOptions withRsaSignature(RsaSignature choice) {
        return new SmimeOptions(subjectEmail, anyUsage, choice, keyTransport, contentCipher);
    }

    public SmimeOptions withKeyTransport(KeyTransport choice) {
        return new SmimeOptions(subjectEmail, anyUsage, rsaSignature, choice, contentCipher);
    }

    public SmimeOptions withContentCipher(ContentCipher choice) {
        return new SmimeOptions(subjectEmail, anyUsage, rsaSignature, keyTransport, choice);
    }

    /** Many private authorities still write the address into the subject name only. */
    public enum SubjectEmail {
        NEVER,
        /** Only for a certificate whose subject alternative names hold no mailbox at all, not even a malformed one. */
        IF_NO_MAILBOX
    }

    public enum AnyUsage {
        REFUSE,
        ACCEPT
    }

    public enum RsaSignature {
        /** RSASSA-PKCS1-v1_5. */
        PKCS1,
        /** RSASSA-PSS, salt as long as the digest (RFC 4056). */
        PSS
    }

    public enum KeyTransport {
        /** RSAES-PKCS1-v1_5. */
        PKCS1,
        /** RSAES-OAEP with SHA-256 (RFC 3560). */
        OAEP
    }

    public enum ContentCipher {
        /** EnvelopedData (RFC 5652): no integrity of its own. */
        AES_256_CBC,
        /** AuthEnvelopedData (RFC 5083, RFC 5084). */
        AES_256_GCM
    }
}
