package org.sealdesk.crypt.mime;

import org.sealdesk.crypt.verdict.ErrantLayer;

/**
 * Something cryptographic deeper than the envelope (RFC 9787, section 4.5): it says nothing about the message, and is
 * never opened in place.
 *
 * @param part where it is
 */
public record ErrantPart(MimePart part, Kind kind, Display display) {

    /** As {@link MimePart#path()}. */
    public String path() {
        return part.path();
    }

    /** For the verdict. */
    public ErrantLayer layer() {
        return new ErrantLayer(path(), kind.kind(), display == Display.IN_MESSAGE);
    }

    /** How readers show the part. */
    public enum Display {
        IN_MESSAGE,
        AS_FILE
    }

    public enum Kind {
        PGP_SIGNED("pgp-signed"),
        SMIME_SIGNED("smime-signed"),
        /** Encrypted, or signed and not readable without unwrapping. */
        PGP_ENCRYPTED("pgp-encrypted"),
        SMIME_ENVELOPED("smime-enveloped"),
        SMIME_COMPRESSED("smime-compressed"),
        /** CMS without a word about what is in it. */
        SMIME_UNLABELLED("smime-unlabelled"),
        /** multipart/signed that does not say which technology. */
        UNKNOWN_SIGNED("unknown-signed"),
        PGP_SIGNATURE_FILE("pgp-signature-file"),
        SMIME_SIGNATURE_FILE("smime-signature-file");

        private final String kind;

        Kind(String kind) {
            this.kind = kind;
        }

        /** Stable name for reports. */
        public String kind() {
            return kind;
        }
    }
}
