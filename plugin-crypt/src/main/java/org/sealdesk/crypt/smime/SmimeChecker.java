package org.sealdesk.crypt.smime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sealdesk.crypt.engine.CertificateCheck;
import org.sealdesk.crypt.engine.CertificateCheck.Revocation;
import org.sealdesk.crypt.engine.CertificateChecker;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.RevocationListStore;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.SignerIdentity.Chain.Refused;

/**
 * Checks X.509 certificates: the path by RFC 5280 alone, then whether mail may use it. The two differ: a web server's
 * certificate has a valid path and is none for mail.
 */
public final class SmimeChecker implements CertificateChecker {

    private final Jca jca = new Jca();
    private final CertificateCache certificates;
    private final SmimeOptions options;
    private final ListCache stored;
    private final AlgorithmPolicy policy;
    private final Limits limits;

    public SmimeChecker(
            SmimeOptions options, AlgorithmPolicy policy, Limits limits, RevocationListStore revocationLists) {
        this.stored = new ListCache(revocationLists);
        this.certificates = new CertificateCache(new CertificateParser(jca, options, limits));
        this.options = options;
        this.policy = policy;
        this.limits = limits;
    }

    /** @throws IllegalArgumentException if it is no X.509 certificate */
    @Override
    public CertificateCheck check(Certificate certificate, Request request) {
        ParsedCertificate end = certificates.get(certificate.encoded());
        CertificatePool pool =
                new CertificatePool(certificates, request.store(), parsed(request.links()), parsed(request.anchors()));
        PathValidation validation = new PathValidation(jca, request.at());
        RevocationStatus revocation =
                new RevocationStatus(jca, pool, lists(request), request.at(), limits.chainLength());
        PathSearch.Result result = new PathSearch(
                        pool,
                        limits.chainLength(),
                        path -> validation.firstBroken(path).or(() -> refused(revocation.of(path), request.rule())))
                .from(end);
        if (result instanceof PathSearch.Result.Found found) {
            return accepted(end, found.path(), revocation.of(found.path()), request);
        }
        if (result instanceof PathSearch.Result.Refusal refusal) {
            return refused(refusal, revocation.of(refusal.path()));
        }
        return deadEnd((PathSearch.Result.DeadEnd) result);
    }

    private List<ParsedCertificate> parsed(List<Certificate> given) {
        return given.stream().flatMap(c -> certificates.find(c).stream()).toList();
    }

    /** Those of the request, then those of the store. */
    private Function<ParsedCertificate, List<RevocationList>> lists(Request request) {
        List<RevocationList> given = request.crls().stream()
                .flatMap(der -> RevocationList.read(der).stream())
                .toList();
        return certificate -> {
            List<RevocationList> all = new ArrayList<>(given);
            all.addAll(stored.about(certificate));
            return all;
        };
    }

    /** A revoked certificate ends a path (RFC 5280, section 6.1.3, step a.3). */
    private static Optional<Refused> refused(RevocationStatus.Answer answer, RevocationRule rule) {
        return switch (answer.revocation()) {
            case GOOD -> Optional.empty();
            case REVOKED -> Optional.of(new Refused("cert.revoked", answer.reason() + "; ask its owner for a new one"));
            case UNKNOWN ->
                rule == RevocationRule.IF_KNOWN
                        ? Optional.empty()
                        : Optional.of(new Refused(
                                "revocation.unknown",
                                answer.reason() + "; whether it was revoked must be known: give a current list"));
        };
    }

    private CertificateCheck accepted(
            ParsedCertificate end, CertificatePath path, RevocationStatus.Answer revocation, Request request) {
        Optional<Refused> notForMail = new PathRules(policy, request.at()).firstBroken(path);
        CertificateUse use = new CertificateUse(policy, options);
        Usability sign = use.judge(end, Usability.Purpose.SIGN, request.at());
        Usability encrypt = use.judge(end, Usability.Purpose.ENCRYPT, request.at());
        boolean canSign = notForMail.isEmpty() && sign instanceof Usability.Usable;
        boolean canEncrypt = notForMail.isEmpty() && encrypt instanceof Usability.Usable;
        Said said = notForMail
                .map(why -> new Said(why.code(), why.rule() + "; its path is valid, but not for mail"))
                .orElseGet(() -> said(end, path, sign, encrypt));
        return new CertificateCheck(
                CertificateCheck.Path.VALID,
                subjects(path.withAnchor()),
                revocation.revocation(),
                revocation.reason(),
                canSign,
                canEncrypt,
                said.code(),
                said.reason());
    }

    private record Said(String code, String reason) {}

    private static Said said(ParsedCertificate end, CertificatePath path, Usability sign, Usability encrypt) {
        String leads = end.shown() + " leads to the trusted " + path.anchor().shown();
        if (sign instanceof Usability.Unusable no && encrypt instanceof Usability.Unusable) {
            return new Said(no.code(), no.reason() + "; its path is valid, but it is no use for mail");
        }
        if (sign instanceof Usability.Unusable no) {
            return new Said("ok", leads + ", for encryption only (" + no.reason() + ")");
        }
        if (encrypt instanceof Usability.Unusable no) {
            return new Said("ok", leads + ", for signatures only (" + no.reason() + ")");
        }
        return new Said("ok", leads + ", for signatures and encryption");
    }

    private static CertificateCheck refused(PathSearch.Result.Refusal refusal, RevocationStatus.Answer revocation) {
        return invalid(
                refusal.path().withAnchor(),
                revocation,
                refusal.why().code(),
                refusal.why().rule() + nextStep(refusal.why().code()));
    }

    private static String nextStep(String code) {
        return switch (code) {
            case "cert.expired" -> "; ask its owner for the one that replaced it";
            case "cert.not-yet" -> "; wait, or check the clock";
            // Their rules end with the step.
            case "cert.revoked", "revocation.unknown" -> "";
            default -> "; its issuer has to issue another one";
        };
    }

    private static CertificateCheck deadEnd(PathSearch.Result.DeadEnd deadEnd) {
        List<ParsedCertificate> all = deadEnd.certificates();
        ParsedCertificate last = all.get(all.size() - 1);
        String issuer = last.x509().issuer();
        String reason = last.shown() + ": "
                + switch (deadEnd.lack()) {
                    case ISSUER ->
                        "the certificate of its issuer " + issuer + " is not here; give it as a further certificate,"
                                + " or as a trust anchor if you trust it";
                    case SIGNATURE ->
                        "no key of a certificate named " + issuer
                                + " made its signature; it was altered, or the issuer has another certificate";
                    case TRUST -> "it issued itself and is no trust anchor; give it as one if you trust it";
                    case ROOM -> "the path is longer than " + all.size() + " certificates, or has too many branches";
                };
        return invalid(
                all,
                new RevocationStatus.Answer(Revocation.UNKNOWN, "without a path no revocation list can be believed"),
                deadEnd.lack() == PathSearch.Result.Lack.SIGNATURE ? "cert.signature" : "cert.chain",
                reason);
    }

    private static CertificateCheck invalid(
            List<ParsedCertificate> chain, RevocationStatus.Answer revocation, String code, String reason) {
        return new CertificateCheck(
                CertificateCheck.Path.INVALID,
                subjects(chain),
                revocation.revocation(),
                revocation.reason(),
                false,
                false,
                code,
                reason);
    }

    private static List<String> subjects(List<ParsedCertificate> chain) {
        return chain.stream().map(c -> c.x509().subject()).toList();
    }
}
