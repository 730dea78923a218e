package org.sealdesk.crypt.smime;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.SignerIdentity.Chain;
import org.sealdesk.crypt.verdict.TrustLevel;

/**
 * Finds and judges paths from a certificate to an anchor. An anchor is what an administrator marked as one, and nothing
 * else: neither a stored certificate nor one of the operating system's. Nothing is fetched.
 *
 * <p>A path that was good once is remembered, with its signatures; time, strength, anchors and refusals are judged anew
 * each time. May be used from any thread.
 */
final class PathFinder {

    /** Signatures checked in one search: enough for a dozen cross-certified authorities, too few to be a burden. */
    private static final int MAX_STEPS = 64;

    private static final int MAX_REMEMBERED = 1_000;

    private final Jca jca;
    private final CertificateCache certificates;
    private final Map<Fingerprint, CertificatePath> remembered = new LinkedHashMap<>(16, 0.75f, true);

    PathFinder(Jca jca, CertificateCache certificates) {
        this.jca = jca;
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
        Map<Fingerprint, ParsedCertificate> anchors = anchors(store);
        Optional<CertificatePath> known = remembered(end.certificate().fingerprint());
        if (known.isPresent()
                && stillStands(known.get(), anchors, store)
                && rules.firstBroken(known.get()).isEmpty()) {
            return trusted(known.get());
        }
        return new Search(extra, store, at, rules, anchors, limits.chainLength()).from(end);
    }

    private Map<Fingerprint, ParsedCertificate> anchors(CertificateStore store) {
        Map<Fingerprint, ParsedCertificate> anchors = new LinkedHashMap<>();
        for (StoredCertificate stored : store.anchors()) {
            if (stored.facts().anchor() && isUsable(stored.facts())) {
                certificates
                        .find(stored.certificate())
                        .ifPresent(c -> anchors.put(c.certificate().fingerprint(), c));
            }
        }
        return anchors;
    }

    private static boolean isUsable(CertificateFacts facts) {
        return facts.trust() != TrustLevel.REJECTED && facts.role() != CertificateFacts.Role.DISABLED;
    }

    private static boolean mayLink(ParsedCertificate certificate, CertificateStore store) {
        return store.byFingerprint(certificate.certificate().fingerprint())
                .map(s -> isUsable(s.facts()))
                .orElse(true);
    }

    private static boolean stillStands(
            CertificatePath path, Map<Fingerprint, ParsedCertificate> anchors, CertificateStore store) {
        return anchors.containsKey(path.anchor().certificate().fingerprint())
                && path.certificates().stream().skip(1).allMatch(c -> mayLink(c, store));
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

    /** One search, depth first, the likeliest issuers first. */
    private final class Search {
        private final Collection<ParsedCertificate> extra;
        private final CertificateStore store;
        private final Instant at;
        private final PathRules rules;
        private final Map<Fingerprint, ParsedCertificate> anchors;
        private final int maxLength;
        private int stepsLeft = MAX_STEPS;
        private Optional<Chain> refusal = Optional.empty();

        Search(
                Collection<ParsedCertificate> extra,
                CertificateStore store,
                Instant at,
                PathRules rules,
                Map<Fingerprint, ParsedCertificate> anchors,
                int maxLength) {
            this.extra = extra;
            this.store = store;
            this.at = at;
            this.rules = rules;
            this.anchors = anchors;
            this.maxLength = maxLength;
        }

        Chain from(ParsedCertificate end) {
            List<ParsedCertificate> soFar = new ArrayList<>(List.of(end));
            return extend(soFar)
                    .or(() -> refusal)
                    .orElseGet(() -> new Chain.NoPath(end.x509().issuer()));
        }

        private Optional<Chain> extend(List<ParsedCertificate> soFar) {
            ParsedCertificate last = soFar.get(soFar.size() - 1);
            if (anchors.containsKey(last.certificate().fingerprint())) {
                return judge(new CertificatePath(soFar.subList(0, soFar.size() - 1), last));
            }
            if (soFar.size() >= maxLength) {
                return Optional.empty();
            }
            for (ParsedCertificate issuer : issuers(last)) {
                if (soFar.contains(issuer) || stepsLeft-- <= 0 || !last.isSignedBy(issuer)) {
                    continue;
                }
                soFar.add(issuer);
                Optional<Chain> found = extend(soFar);
                soFar.remove(soFar.size() - 1);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }

        /** Anchors first, then what the store has, then what came along; a wrong key identifier sorts out. */
        private Collection<ParsedCertificate> issuers(ParsedCertificate child) {
            Octets name = child.x509().issuerName();
            Map<Fingerprint, ParsedCertificate> found = new LinkedHashMap<>();
            anchors.values().stream()
                    .filter(c -> c.x509().subjectName().equals(name))
                    .forEach(c -> found.put(c.certificate().fingerprint(), c));
            for (StoredCertificate stored : store.bySubject(name)) {
                certificates
                        .find(stored.certificate())
                        .ifPresent(c -> found.putIfAbsent(c.certificate().fingerprint(), c));
            }
            extra.stream()
                    .filter(c -> c.x509().subjectName().equals(name))
                    .forEach(c -> found.putIfAbsent(c.certificate().fingerprint(), c));
            return found.values().stream()
                    .filter(c -> keyIdentifiersAgree(child, c) && mayLink(c, store))
                    .toList();
        }

        private static boolean keyIdentifiersAgree(ParsedCertificate child, ParsedCertificate issuer) {
            Optional<Octets> wanted = child.x509().authorityKeyIdentifier();
            Optional<Octets> has = issuer.x509().subjectKeyIdentifier();
            return wanted.isEmpty() || has.isEmpty() || wanted.equals(has);
        }

        private Optional<Chain> judge(CertificatePath path) {
            Optional<Chain.Refused> broken = rules.firstBroken(path).or(() -> validate(path));
            if (broken.isPresent()) {
                refusal = refusal.or(() -> broken);
                return Optional.empty();
            }
            ParsedCertificate end = path.withAnchor().get(0);
            remember(end.certificate().fingerprint(), path);
            return Optional.of(trusted(path));
        }

        /** RFC 5280, section 6. */
        private Optional<Chain.Refused> validate(CertificatePath path) {
            if (path.certificates().isEmpty()) {
                return Optional.empty();
            }
            try {
                List<X509Certificate> chain = new ArrayList<>();
                for (ParsedCertificate c : path.certificates()) {
                    chain.add(c.forPaths());
                }
                PKIXParameters parameters =
                        new PKIXParameters(Set.of(new TrustAnchor(path.anchor().forPaths(), null)));
                parameters.setRevocationEnabled(false);
                parameters.setDate(Date.from(at));
                parameters.addCertPathChecker(new ExtendedUsageKnown());
                jca.pathValidator().validate(jca.certificateFactory().generateCertPath(chain), parameters);
                return Optional.empty();
            } catch (CertPathValidatorException e) {
                return Optional.of(new Chain.Refused("cert.path", String.valueOf(e.getMessage())));
            } catch (GeneralSecurityException | RuntimeException e) {
                return Optional.of(new Chain.Refused("cert.path", "the path cannot be validated"));
            }
        }
    }
}
