package org.sealdesk.crypt.smime;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.crypt.engine.CertificateCheck.Revocation;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.SignerIdentity.Chain;
import org.sealdesk.crypt.verdict.SignerIdentity.Chain.Refused;

/**
 * Finds and judges paths from a certificate to an anchor, for mail. Nothing is fetched.
 *
 * <p>A path that was good once is remembered, with its signatures; time, strength, anchors, refusals and revocation lists
 * are judged anew each time. May be used from any thread.
 */
final class PathFinder {

    private static final int MAX_REMEMBERED = 1_000;

    private final Jca jca;
    private final CertificateCache certificates;
    private final ListCache revocationLists;
    private final Map<Fingerprint, CertificatePath> remembered = new LinkedHashMap<>(16, 0.75f, true);

    PathFinder(Jca jca, CertificateCache certificates, ListCache revocationLists) {
        this.jca = jca;
        this.revocationLists = revocationLists;
        this.certificates = certificates;
    }

    /** @param extra certificates that came along and may be links, never anchors */
    Chain chain(
            ParsedCertificate end,
            Collection<ParsedCertificate> extra,
            CertificateStore store,
            Instant at,
            AlgorithmPolicy policy,
            Limits limits) {
        PathRules rules = new PathRules(policy, at);
        CertificatePool pool = new CertificatePool(certificates, store, extra, List.of());
        RevocationStatus revocation = new RevocationStatus(jca, pool, revocationLists::about, at, limits.chainLength());
        Optional<CertificatePath> known = remembered(end.certificate().fingerprint());
        if (known.isPresent()
                && stillStands(known.get(), pool)
                && rules.firstBroken(known.get()).isEmpty()
                && revoked(revocation, known.get()).isEmpty()) {
            return trusted(known.get());
        }
        PathValidation validation = new PathValidation(jca, at);
        PathSearch.Result result = new PathSearch(
                        pool,
                        limits.chainLength(),
                        path -> rules.firstBroken(path)
                                .or(() -> validation.validate(path))
                                .or(() -> revoked(revocation, path)))
                .from(end);
        if (result instanceof PathSearch.Result.Found found) {
            remember(end.certificate().fingerprint(), found.path());
            return trusted(found.path());
        }
        return result instanceof PathSearch.Result.Refusal refusal
                ? refusal.why()
                : new Chain.NoPath(end.x509().issuer());
    }

    /** Without a list nothing is known, and nothing refused. */
    private static Optional<Refused> revoked(RevocationStatus revocation, CertificatePath path) {
        RevocationStatus.Answer answer = revocation.of(path);
        return answer.revocation() == Revocation.REVOKED
                ? Optional.of(new Refused("cert.revoked", answer.reason() + "; ask its owner for a new one"))
                : Optional.empty();
    }

    private static boolean stillStands(CertificatePath path, CertificatePool pool) {
        return pool.isAnchor(path.anchor())
                && path.certificates().stream().skip(1).allMatch(pool::mayLink);
    }

    private Optional<CertificatePath> remembered(Fingerprint end) {
        synchronized (remembered) {
            return Optional.ofNullable(remembered.get(end));
        }
    }

    private void remember(Fingerprint end, CertificatePath path) {
        synchronized (remembered) {
            remembered.put(end, path);
            while (remembered.size() > MAX_REMEMBERED) {
                remembered.remove(remembered.keySet().iterator().next());
            }
        }
    }

    private static Chain trusted(CertificatePath path) {
        return new Chain.Trusted(path.anchor().x509().subject());
    }
}
