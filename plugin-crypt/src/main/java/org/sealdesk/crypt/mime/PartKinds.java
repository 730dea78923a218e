package org.sealdesk.crypt.mime;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealdesk.crypt.verdict.Technology;

/** What a part is by type and name; senders and gateways often keep only one of the two. */
final class PartKinds {

    private static final List<String> CERTIFICATE_SUBTYPES = List.of(
            "pgp-keys",
            "pkix-cert",
            "x-x509-ca-cert",
            "x-x509-user-cert",
            "x-x509-email-cert",
            "pem-certificate-chain");

    private PartKinds() {}

    static boolean isCms(ContentType type) {
        return type.type().equals("application")
                && (type.subtype().equals("pkcs7-mime") || type.subtype().equals("x-pkcs7-mime"));
    }

    static boolean isCmsSignature(ContentType type) {
        return type.type().equals("application")
                && (type.subtype().equals("pkcs7-signature") || type.subtype().equals("x-pkcs7-signature"));
    }

    static boolean isPgpSignature(ContentType type) {
        return type.is("application", "pgp-signature");
    }

    static boolean isPgpVersion(ContentType type) {
        return type.is("application", "pgp-encrypted");
    }

    static boolean isOctetStream(ContentType type) {
        return type.type().equals("application")
                && (type.subtype().equals("octet-stream") || type.subtype().startsWith("x-octet"));
    }

    static boolean isCmsFile(MimePart part) {
        return isOctetStream(part.type()) && hasEnding(part, ".p7m", ".p7s", ".p7c", ".p7z");
    }

    static boolean isPgpFile(MimePart part) {
        return hasEnding(part, ".pgp", ".gpg", ".asc") && !isPgpSignature(part.type());
    }

    static boolean isCertificate(MimePart part) {
        return part.type().type().equals("application")
                && CERTIFICATE_SUBTYPES.contains(part.type().subtype());
    }

    static boolean hasEnding(MimePart part, String... endings) {
        String name = part.fileName().orElse("").toLowerCase(Locale.ROOT);
        return List.of(endings).stream().anyMatch(name::endsWith);
    }

    /** Which signature a part holds. */
    static Optional<Technology> signatureTechnology(MimePart part) {
        if (isPgpSignature(part.type()) || (isOctetStream(part.type()) && hasEnding(part, ".asc", ".sig"))) {
            return Optional.of(Technology.OPENPGP);
        }
        boolean cms = isCmsSignature(part.type()) || (isOctetStream(part.type()) && hasEnding(part, ".p7s"));
        return cms ? Optional.of(Technology.SMIME) : Optional.empty();
    }

    /** Which signature a multipart/signed says it holds. */
    static Optional<Technology> protocolTechnology(String protocol) {
        return switch (protocol) {
            case "application/pgp-signature" -> Optional.of(Technology.OPENPGP);
            case "application/pkcs7-signature", "application/x-pkcs7-signature" -> Optional.of(Technology.SMIME);
            default -> Optional.empty();
        };
    }
}
