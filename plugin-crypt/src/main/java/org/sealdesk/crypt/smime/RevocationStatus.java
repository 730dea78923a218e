package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.sealdesk.crypt.engine.CertificateCheck.Revocation;
import org.sealdesk.crypt.key.Fingerprint;

/**
 * Whether the certificates of a path were revoked, by revocation lists at hand (RFC 5280, section 6.3): complete and
 * delta lists, whole and in parts, by the issuer or somebody it names. A list counts if its signer is the certificate's
 * issuer or has a path of its own, may sign lists, and was not revoked itself. Nothing is fetched.
 */
final class RevocationStatus {

    private final Jca jca;
    private final CertificatePool pool;
    private final Function<ParsedCertificate, List<RevocationList>> source;
    private final Instant at;
    private final int maxLength;
    private final Set<Fingerprint> signersInQuestion = new HashSet<>();

    /** @param lists those that may speak about a certificate */
    RevocationStatus(
            Jca jca,
            CertificatePool pool,
            Function<ParsedCertificate, List<RevocationList>> lists,
            Instant at,
            int maxLength) {
        this.jca = jca;
        this.pool = pool;
        this.source = lists;
        this.at = at;
        this.maxLength = maxLength;
    }

    /** @param reason with certificate, list and values; empty if there was nothing to ask */
    record Answer(Revocation revocation, String reason) {}

    /** The worst of all certificates but the anchor. */
    Answer of(CertificatePath path) {
        List<ParsedCertificate> all = path.withAnchor();
        Answer worst = new Answer(Revocation.GOOD, "");
        for (int i = 0; i + 1 < all.size(); i++) {
            Answer answer = new Inquiry(all.get(i), all.subList(i + 1, all.size())).answer();
            if (i == 0 || answer.revocation().compareTo(worst.revocation()) > 0) {
                worst = answer;
            }
        }
        return worst;
    }

    /** One certificate. */
    private final class Inquiry {
        private final ParsedCertificate certificate;
        private final List<ParsedCertificate> issuers;
        private final List<RevocationList> lists;
        private final Set<RevocationScope.Reason> covered = EnumSet.noneOf(RevocationScope.Reason.class);
        private Optional<String> revoked = Optional.empty();
        private Optional<String> obstacle = Optional.empty();
        private String good = "";

        /** @param issuers from the certificate's own up to the anchor */
        Inquiry(ParsedCertificate certificate, List<ParsedCertificate> issuers) {
            this.certificate = certificate;
            this.issuers = issuers;
            this.lists = source.apply(certificate);
        }

        Answer answer() {
            try {
                RevocationScope.of(certificate).forEach(this::ask);
            } catch (RuntimeException e) {
                obstacle = Optional.of("its distribution points cannot be read");
            }
            if (revoked.isPresent()) {
                return new Answer(Revocation.REVOKED, certificate.shown() + ": " + revoked.get());
            }
            if (covered.equals(RevocationScope.Reason.all())) {
                return new Answer(Revocation.GOOD, certificate.shown() + ": " + good);
            }
            String why = obstacle.orElse(
                    covered.isEmpty()
                            ? "no revocation list of its issuer "
                                    + certificate.x509().issuer() + " is at hand"
                            : "the revocation lists at hand cover only " + covered);
            return new Answer(Revocation.UNKNOWN, certificate.shown() + ": " + why);
        }

        private void ask(RevocationScope scope) {
            for (RevocationList list : lists) {
                if (revoked.isPresent() || list.deltaBase().isPresent() || !scope.isBySpeaker(list, certificate)) {
                    continue;
                }
                Set<RevocationScope.Reason> reasons = scope.covered(list, certificate);
                if (reasons.isEmpty()) {
                    note(list, "is a part that does not speak about this certificate");
                } else if (!covered.containsAll(reasons)) {
                    ask(list, reasons);
                }
            }
        }

        private void ask(RevocationList list, Set<RevocationScope.Reason> reasons) {
            Optional<String> why = list.whyNotUsable(at);
            if (why.isPresent()) {
                note(list, why.get());
                return;
            }
            Optional<PublicKey> signer = signer(list);
            if (signer.isEmpty()) {
                note(list, "is not signed by the issuer, or by one whom the issuer lets sign lists");
                return;
            }
            try {
                Optional<RevocationList.Entry> entry = entry(list, signer.get());
                covered.addAll(reasons);
                good = "not in the " + list;
                revoked = entry.filter(e -> !e.isTakenBack())
                        .map(e -> "revoked on " + e.revokedAt() + " (" + e.reasonText() + "), says the " + list);
            } catch (IOException | RuntimeException e) {
                note(list, e instanceof IOException ? String.valueOf(e.getMessage()) : "is damaged");
            }
        }

        /** What a newer delta says goes before what the complete list says. */
        private Optional<RevocationList.Entry> entry(RevocationList complete, PublicKey signer) throws IOException {
            for (RevocationList delta : lists) {
                if (isDeltaOf(delta, complete) && delta.whyNotUsable(at).isEmpty() && delta.isSignedBy(signer, jca)) {
                    Optional<RevocationList.Entry> changed = find(delta);
                    if (changed.isPresent()) {
                        return changed;
                    }
                }
            }
            return find(complete);
        }

        private Optional<RevocationList.Entry> find(RevocationList list) throws IOException {
            return list.find(certificate.x509().issuerName(), certificate.x509().serial());
        }

        private void note(RevocationList list, String why) {
            obstacle = obstacle.or(() -> Optional.of("the " + list + " " + why));
        }

        /** The issuer's own key first; another certificate must have a path of its own, and not be revoked. */
        private Optional<PublicKey> signer(RevocationList list) {
            ParsedCertificate issuer = issuers.get(0);
            if (issuer.x509().subjectName().equals(list.issuer()) && maySign(issuer)) {
                Optional<PublicKey> key = PathKeys.first(issuers, jca).filter(k -> list.isSignedBy(k, jca));
                if (key.isPresent()) {
                    return key;
                }
            }
            ParsedCertificate anchor = issuers.get(issuers.size() - 1);
            for (ParsedCertificate other : pool.named(list.issuer())) {
                Optional<PublicKey> key = PathKeys.first(List.of(other), jca);
                if (maySign(other) && key.filter(k -> list.isSignedBy(k, jca)).isPresent() && stands(other, anchor)) {
                    return key;
                }
            }
            return Optional.empty();
        }
    }

    private static boolean isDeltaOf(RevocationList delta, RevocationList complete) {
        Optional<BigInteger> base = delta.deltaBase();
        Optional<BigInteger> number = complete.number();
        return base.isPresent()
                && number.isPresent()
                && base.get().compareTo(number.get()) <= 0
                && delta.number().map(n -> n.compareTo(number.get()) > 0).orElse(false)
                && delta.issuer().equals(complete.issuer())
                && delta.distributionPoint().equals(complete.distributionPoint())
                && delta.keyIdentifier().equals(complete.keyIdentifier());
    }

    private static boolean maySign(ParsedCertificate signer) {
        KeyUsage usage = signer.extensions().map(KeyUsage::fromExtensions).orElse(null);
        return usage == null || usage.hasUsages(KeyUsage.cRLSign);
    }

    /**
     * Under the same anchor, or an authority could take back what another one revoked. A signer may vouch for its own
     * list: its certificate is often covered by no other.
     */
    private boolean stands(ParsedCertificate signer, ParsedCertificate anchor) {
        if (isSame(signer, anchor)
                || !signersInQuestion.add(signer.certificate().fingerprint())) {
            return true;
        }
        try {
            PathValidation validation = new PathValidation(jca, at);
            PathSearch.Result result = new PathSearch(
                            pool,
                            maxLength,
                            path -> isSame(path.anchor(), anchor)
                                    ? validation.firstBroken(path)
                                    : ValidationRules.refuse("cert.path", signer, "its anchor is another"))
                    .from(signer);
            return result instanceof PathSearch.Result.Found found
                    && of(found.path()).revocation() != Revocation.REVOKED;
        } finally {
            signersInQuestion.remove(signer.certificate().fingerprint());
        }
    }

    private static boolean isSame(ParsedCertificate one, ParsedCertificate other) {
        return one.certificate().fingerprint().equals(other.certificate().fingerprint());
    }
}
