package org.sealdesk.crypt.intake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.intake.ImportedItem.Answer;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;

/**
 * Takes OpenPGP revocations that come without their certificate, as {@code gpg} makes them beside each new key. The
 * engine judges the signature: the revocation is put where RFC 9580, section 10.1 wants it, and the certificate is
 * evaluated anew.
 */
final class RevocationIntake {

    private final Staging staging;
    private final Instant at;

    RevocationIntake(Staging staging, Instant at) {
        this.staging = staging;
        this.at = at;
    }

    Result take(Item.Revocation revocation, KeyReader reader) {
        List<StoredCertificate> candidates = issuers(revocation.issuer());
        if (candidates.isEmpty()) {
            return failed(
                    "key.missing",
                    "the certificate " + revocation.issuer()
                            + " that it revokes is not here; import the certificate, then the revocation again");
        }
        for (StoredCertificate candidate : candidates) {
            Optional<Certificate> revoked = revoked(candidate.certificate(), revocation.encoded(), reader);
            if (revoked.isPresent()) {
                return accept(candidate, revoked.get());
            }
        }
        return failed(
                "key.mismatch",
                "the revocation was not made by the certificate " + revocation.issuer() + " that it names");
    }

    private Result accept(StoredCertificate stored, Certificate revoked) {
        if (revoked.encoded().equals(stored.certificate().encoded())) {
            return new Result(
                    Optional.of(revoked),
                    Answer.ok(ItemResult.UNCHANGED, "this revocation is already part of the certificate"));
        }
        staging.put(revoked, stored.facts());
        return new Result(
                Optional.of(revoked), Answer.ok(ItemResult.UPDATED, "the certificate is revoked from now on"));
    }

    private Optional<Certificate> revoked(Certificate stored, Octets revocation, KeyReader reader) {
        try {
            Certificate alone = reader.evaluate(PacketSplice.afterFirst(stored.encoded(), revocation), at);
            return Optional.of(reader.merge(stored, alone, at))
                    .filter(c -> c.revokedAt().isPresent());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private List<StoredCertificate> issuers(String issuer) {
        Optional<Octets> fingerprint = Fingerprint.parse(issuer);
        if (fingerprint.isPresent()) {
            return staging.certificate(kindOf(fingerprint.get())).map(List::of).orElse(List.of());
        }
        return KeyName.keyId(issuer)
                .map(id -> staging.keystore().byKeyId(id).stream()
                        .filter(c -> c.certificate().fingerprint().keyId() == id)
                        .toList())
                .orElse(List.of());
    }

    private static Fingerprint kindOf(Octets value) {
        return new Fingerprint(value.size() == 20 ? Fingerprint.Kind.PGP_V4 : Fingerprint.Kind.PGP_V6, value);
    }

    private static Result failed(String code, String reason) {
        return new Result(Optional.empty(), new Answer(ItemResult.FAILED, code, reason));
    }

    record Result(Optional<Certificate> certificate, Answer answer) {}
}
