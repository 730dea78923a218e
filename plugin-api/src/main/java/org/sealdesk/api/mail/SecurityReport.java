package org.sealdesk.api.mail;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Text;

/**
 * What was found out about one mail. Made once, stored by the host with the article, shown later; never written into
 * or read from mail headers.
 *
 * @param summary the verdict on the whole message, in the words of RFC 9787, section 3
 * @param signature the worst state of the signatures that count
 * @param sentence the one line above the message; empty for mail without any protection
 * @param signers everybody whose signature was found in the envelope
 * @param recipients the key ids (hexadecimal) or issuers with serial that the ciphertext names
 * @param layers the cryptographic envelope, outermost first
 * @param errant layers found deeper, which vouch for nothing but their own part
 * @param findings what else the reader should know
 * @param missingKeys what would have to be imported to read or check more: {@code pgp:<key id or fingerprint>},
 *     {@code smime:<issuer>#<serial>}, {@code smime:ski:<hex>}
 * @param confidential true if the content was encrypted: hosts keep its text out of automatic mails
 * @param checkedAt when, by the host's clock
 * @param by plugin id and version
 */
public record SecurityReport(
        Summary summary,
        SignatureState signature,
        EncryptionState encryption,
        Optional<Text> sentence,
        List<Signer> signers,
        List<String> recipients,
        List<Layer> layers,
        List<ErrantLayer> errant,
        List<Problem> findings,
        List<String> missingKeys,
        boolean confidential,
        Instant checkedAt,
        String by) {

    public SecurityReport {
        signers = List.copyOf(signers);
        recipients = List.copyOf(recipients);
        layers = List.copyOf(layers);
        errant = List.copyOf(errant);
        findings = List.copyOf(findings);
        missingKeys = List.copyOf(missingKeys);
    }

    /** A report that says nothing has been looked at yet. */
    public static SecurityReport notChecked(Problem why, Instant at, String by) {
        return new SecurityReport(
                Summary.UNPROTECTED,
                SignatureState.NOT_CHECKED,
                EncryptionState.NOT_CHECKED,
                Optional.of(why.what()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(why),
                List.of(),
                false,
                at,
                by);
    }

    /** RFC 9787, section 3: the cryptographic summary. */
    public enum Summary {
        UNPROTECTED,
        SIGNED_ONLY,
        ENCRYPTED_ONLY,
        SIGNED_AND_ENCRYPTED
    }

    /**
     * Somebody who signed.
     *
     * @param fingerprint of the certificate, hexadecimal; empty if the certificate is not here
     * @param addresses what the certificate itself proves
     * @param trust REJECTED, UNVERIFIED, HARVESTED, DISCOVERED, CHAINED or CONFIRMED
     * @param signedAt what the signature claims
     * @param algorithm for people, such as {@code RSA 3072, SHA-256}
     */
    public record Signer(
            String fingerprint,
            List<String> addresses,
            String trust,
            SignatureState status,
            Optional<Instant> signedAt,
            String algorithm) {
        public Signer {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * One cryptographic layer.
     *
     * @param kind such as {@code pgp-encrypted}, {@code pgp-signed}, {@code smime-enveloped}, {@code smime-signed}
     * @param status name of a signature or encryption state
     * @param algorithm for people
     */
    public record Layer(String kind, String status, String algorithm) {}

    /**
     * A layer that is not part of the envelope.
     *
     * @param part where it stands, as numbers from the root: {@code 1.2}
     */
    public record ErrantLayer(String part, String kind, String status) {}
}
