package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.message.OpenedMail;
import org.sealdesk.crypt.mime.BodyDecoder;
import org.sealdesk.crypt.mime.MimePart;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.CryptographicSummary;
import org.sealdesk.crypt.verdict.CryptographicSummary.Status;
import org.sealdesk.crypt.verdict.EncryptionStatus;
import org.sealdesk.crypt.verdict.SignatureStatus;
import org.sealdesk.crypt.verdict.SignerIdentity;

/** What every cell of the matrix must show. */
final class MatrixAsserts {

    private MatrixAsserts() {}

    static void verdict(OpenedMail mail, Status status, SignatureStatus signature, EncryptionStatus encryption) {
        CryptographicSummary summary = mail.summary();
        assertThat(summary.signature()).as(summary.findings().toString()).isEqualTo(signature);
        assertThat(summary.encryption()).as(summary.findings().toString()).isEqualTo(encryption);
        assertThat(summary.status()).isEqualTo(status);
    }

    static void signer(OpenedMail mail, String fingerprint, String address) {
        assertThat(mail.summary().signatures()).hasSize(1);
        SignerIdentity signer = mail.summary()
                .signatures()
                .get(0)
                .signature()
                .outcome()
                .facts()
                .signer()
                .orElseThrow();
        assertThat(signer.fingerprint()).isEqualTo(fingerprint);
        assertThat(signer.addresses()).extracting(MailAddress::toString).containsExactly(address);
    }

    /** The payload is the very octets its author protected, and its parts decode to what was put in. */
    static void payload(OpenedMail mail, MatrixDesk desk, MailSample sample, byte[] entity) throws IOException {
        MimePart payload = mail.payload().orElseThrow();
        assertThat(sha256(MatrixDesk.octets(payload.entity()))).isEqualTo(sha256(entity));
        assertThat(ourLeaves(payload, desk)).isEqualTo(digests(sample.leaves()));
    }

    static List<String> ourLeaves(MimePart payload, MatrixDesk desk) throws IOException {
        List<byte[]> leaves = new java.util.ArrayList<>();
        for (MimePart part : payload.all()) {
            if (part.children().isEmpty()) {
                leaves.add(MatrixDesk.octets(
                        BodyDecoder.decoded(part, desk.core.spill(), Limits.DEFAULT.inflatedOctets())));
            }
        }
        return digests(leaves);
    }

    static List<String> digests(List<byte[]> leaves) {
        return leaves.stream().map(MatrixAsserts::sha256).toList();
    }

    /** Size and digest: says more than millions of octets when it differs. */
    static String sha256(byte[] octets) {
        try {
            return octets.length + " "
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
