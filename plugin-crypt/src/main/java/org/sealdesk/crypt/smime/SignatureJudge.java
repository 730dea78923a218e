package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.sealdesk.crypt.engine.OpenContext;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Validity;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.verdict.SignatureFacts;
import org.sealdesk.crypt.verdict.SignatureOutcome;
import org.sealdesk.crypt.verdict.SignatureOutcome.Invalid;
import org.sealdesk.crypt.verdict.SignatureOutcome.Reason;
import org.sealdesk.crypt.verdict.SignerIdentity;
import org.sealdesk.crypt.verdict.SignerIdentity.Chain;
import org.sealdesk.crypt.verdict.Technology;

/** Judges the signatures of one signed-data over one content, each on its own. */
final class SignatureJudge {

    private static final int SET = 0x31;

    private final Jca jca;
    private final CertificateCache certificates;
    private final PathFinder paths;

    SignatureJudge(Jca jca, CertificateCache certificates, PathFinder paths) {
        this.jca = jca;
        this.certificates = certificates;
        this.paths = paths;
    }

    /** One outcome for each signer, in order; one outcome MALFORMED if there is none. */
    List<SignatureOutcome> judge(SignedMessage message, Content content, OpenContext context) throws IOException {
        if (message.signers().isEmpty()) {
            return List.of(malformed("CMS-NO-SIGNER: a signature container without any signer"));
        }
        List<ParsedCertificate> embedded = message.certificates().stream()
                .map(certificates::find)
                .flatMap(Optional::stream)
                .toList();
        ContentDigests digests = ContentDigests.of(content, wanted(message), jca);
        List<SignatureOutcome> outcomes = new ArrayList<>();
        for (SignerInfo signer : message.signers()) {
            outcomes.add(new One(signer, message, embedded, content, digests, context).judge());
        }
        return outcomes;
    }

    static SignatureOutcome malformed(String detail) {
        SignatureFacts facts = new SignatureFacts(Technology.SMIME, "", Optional.empty(), Optional.empty(), "");
        return new Invalid(Reason.MALFORMED, facts, detail);
    }

    private static Set<DigestAlgorithm> wanted(SignedMessage message) {
        Set<DigestAlgorithm> wanted = EnumSet.noneOf(DigestAlgorithm.class);
        for (SignerInfo signer : message.signers()) {
            DigestAlgorithm.of(signer.getDigestAlgorithm()).ifPresent(wanted::add);
        }
        return wanted;
    }

    /** One signer. */
    private final class One {
        private final SignerInfo signer;
        private final SignedMessage message;
        private final List<ParsedCertificate> embedded;
        private final Content content;
        private final ContentDigests digests;
        private final OpenContext context;
        private String issuer = "";
        private String algorithm = "";
        private Optional<Instant> signedAt = Optional.empty();
        private Optional<SignerIdentity> identity = Optional.empty();

        One(
                SignerInfo signer,
                SignedMessage message,
                List<ParsedCertificate> embedded,
                Content content,
                ContentDigests digests,
                OpenContext context) {
            this.signer = signer;
            this.message = message;
            this.embedded = embedded;
            this.content = content;
            this.digests = digests;
            this.context = context;
        }

        SignatureOutcome judge() throws IOException {
            try {
                return judgeWellFormed();
            } catch (MalformedCms e) {
                return invalid(Reason.MALFORMED, e.detail());
            } catch (SignatureScheme.Unusable e) {
                return invalid(Reason.UNSUPPORTED, e.detail());
            } catch (RuntimeException e) {
                return invalid(Reason.MALFORMED, "CMS-MALFORMED: a signer that cannot be read");
            }
        }

        private SignatureOutcome judgeWellFormed() throws MalformedCms, SignatureScheme.Unusable, IOException {
            CertificateName name = CertificateName.of(signer.getSID());
            issuer = name.shown();
            DigestAlgorithm digest = DigestAlgorithm.of(signer.getDigestAlgorithm())
                    .orElseThrow(() -> new SignatureScheme.Unusable(
                            "digest algorithm " + signer.getDigestAlgorithm().getAlgorithm() + " is not known here"));
            algorithm = digest.policyName();
            SignatureScheme scheme = SignatureScheme.inSigner(signer.getDigestEncryptionAlgorithm(), digest);
            Optional<SignedAttributes> attributes = attributes();
            signedAt = attributes.flatMap(SignedAttributes::signingTime);
            List<ParsedCertificate> candidates = candidates(name);
            if (candidates.isEmpty()) {
                return new SignatureOutcome.Unverifiable(facts());
            }
            Optional<ESSCertIDv2> only =
                    attributes.isPresent() ? attributes.get().signingCertificate() : Optional.empty();
            return judgeBy(candidates, scheme, digest, attributes, only);
        }

        private Optional<SignedAttributes> attributes() throws MalformedCms, IOException {
            if (signer.getAuthenticatedAttributes() != null) {
                return Optional.of(SignedAttributes.read(signer, message.contentType()));
            }
            if (!message.contentType().equals(CMSObjectIdentifiers.data)) {
                throw MalformedCms.structure("content that is no data needs signed attributes");
            }
            if (looksLikeAttributes()) {
                // A signature over attributes would otherwise pass as one over a content made of them.
                throw MalformedCms.structure("content that reads as signed attributes needs signed attributes");
            }
            return Optional.empty();
        }

        private boolean looksLikeAttributes() throws IOException {
            byte[] octets;
            try (InputStream in = content.open()) {
                if (in.read() != SET || content.size() > CertificateParser.MAX_CERTIFICATE_OCTETS) {
                    return false;
                }
                octets = content.toArray(CertificateParser.MAX_CERTIFICATE_OCTETS);
            }
            try (ASN1InputStream in = new ASN1InputStream(octets)) {
                if (in.readObject() instanceof ASN1Set set) {
                    set.forEach(Attribute::getInstance);
                    return set.size() > 0;
                }
                return false;
            } catch (IOException | RuntimeException e) {
                return false;
            }
        }

        /** The store's first: what came along is a stranger's word. */
        private List<ParsedCertificate> candidates(CertificateName name) {
            Map<Fingerprint, ParsedCertificate> found = new LinkedHashMap<>();
            name.findIn(context.certificates()).stream()
                    .map(s -> certificates.find(s.certificate()))
                    .flatMap(Optional::stream)
                    .forEach(c -> found.put(c.certificate().fingerprint(), c));
            embedded.stream()
                    .filter(name::names)
                    .forEach(c -> found.putIfAbsent(c.certificate().fingerprint(), c));
            return List.copyOf(found.values());
        }

        private SignatureOutcome judgeBy(
                List<ParsedCertificate> candidates,
                SignatureScheme scheme,
                DigestAlgorithm digest,
                Optional<SignedAttributes> attributes,
                Optional<ESSCertIDv2> only)
                throws MalformedCms, IOException {
            ParsedCertificate first = candidates.get(0);
            if (attributes.isPresent() && !attributes.get().messageDigest().equals(digests.get(digest))) {
                identify(first);
                return invalid(
                        Reason.CONTENT_CHANGED, "the " + digest.policyName() + " digest does not fit the content");
            }
            Optional<String> unusable = whyNotTried(first.kind());
            if (unusable.isPresent()) {
                identify(first);
                return invalid(Reason.WEAK, first.shown() + ": " + unusable.get());
            }
            for (ParsedCertificate candidate : candidates) {
                if (matches(only, candidate) && verifies(candidate, scheme, attributes)) {
                    identify(candidate);
                    return judgeKey(candidate, digest);
                }
            }
            identify(first);
            if (candidates.stream().noneMatch(c -> matches(only, c))) {
                return invalid(
                        Reason.MALFORMED,
                        "CMS-MALFORMED: attribute signingCertificate names another certificate than the signer");
            }
            return invalid(Reason.CONTENT_CHANGED, "the signature value does not fit");
        }

        /** Keys made to be slow, and keys that prove nothing. */
        private Optional<String> whyNotTried(KeyKind kind) {
            if (kind.family().equals("UNKNOWN")) {
                return Optional.of("its key is not usable here: " + kind.label());
            }
            return context.policy().acceptsWork(kind.family(), kind.bits())
                    ? kind.weakness()
                    : Optional.of("its key " + kind.label() + " is above the size that is used");
        }

        private boolean matches(Optional<ESSCertIDv2> only, ParsedCertificate certificate) {
            if (only.isEmpty()) {
                return true;
            }
            Optional<DigestAlgorithm> digest =
                    DigestAlgorithm.of(only.get().getHashAlgorithm().getAlgorithm());
            if (digest.isEmpty()) {
                return false;
            }
            try {
                byte[] actual = jca.digest(digest.get())
                        .digest(certificate.certificate().encoded().toArray());
                return MessageDigest.isEqual(actual, only.get().getCertHash());
            } catch (GeneralSecurityException e) {
                return false;
            }
        }

        private boolean verifies(
                ParsedCertificate certificate, SignatureScheme scheme, Optional<SignedAttributes> attributes)
                throws IOException {
            if (!scheme.fits(certificate.kind())
                    || whyNotTried(certificate.kind()).isPresent()) {
                return false;
            }
            try {
                Signature engine = scheme.engine(jca);
                engine.initVerify(certificate.publicKey());
                if (attributes.isPresent()) {
                    engine.update(attributes.get().signed());
                } else {
                    update(engine);
                }
                return engine.verify(signer.getEncryptedDigest().getOctets());
            } catch (GeneralSecurityException e) {
                return false;
            }
        }

        private void update(Signature engine) throws GeneralSecurityException, IOException {
            try (InputStream in = content.open()) {
                byte[] chunk = new byte[CmsContent.CHUNK_OCTETS];
                for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                    engine.update(chunk, 0, n);
                }
            }
        }

        private void identify(ParsedCertificate certificate) {
            algorithm = certificate.kind().label() + ", " + algorithm;
            Chain chain = paths.chain(
                    certificate, embedded, context.certificates(), context.at(), context.policy(), context.limits());
            identity = Optional.of(new SignerIdentity(
                    Technology.SMIME,
                    certificate.certificate().fingerprint().hex(),
                    certificate.certificate().addresses(),
                    chain));
        }

        /** The signature fits; may this key have made it? The signer's own clock has no say. */
        private SignatureOutcome judgeKey(ParsedCertificate certificate, DigestAlgorithm digest) {
            String shown = certificate.shown();
            if (!context.policy().acceptsDataDigest(digest.policyName(), context.at())) {
                return invalid(Reason.WEAK, "the signature rests on " + digest.policyName() + ", below policy");
            }
            KeyKind kind = certificate.kind();
            if (!context.policy().acceptsSigningKey(kind.family(), kind.bits())) {
                return invalid(Reason.WEAK, shown + ": its key " + kind.label() + " is below policy");
            }
            Optional<String> whyNot = certificate.usages().whyNotSign();
            if (whyNot.isPresent()) {
                return invalid(Reason.NOT_ALLOWED_TO_SIGN, shown + ": " + whyNot.get());
            }
            return judgeTime(certificate.certificate().validity(), shown);
        }

        private SignatureOutcome judgeTime(Validity validity, String shown) {
            if (validity.isOver(context.at())) {
                return invalid(
                        Reason.KEY_EXPIRED,
                        shown + ": expired on "
                                + validity.to().map(Instant::toString).orElse("") + ", judged at " + context.at());
            }
            if (!validity.contains(context.at())) {
                return invalid(
                        Reason.KEY_NOT_YET_VALID,
                        shown + ": valid from " + validity.from() + " on, judged at " + context.at());
            }
            return new SignatureOutcome.Valid(facts());
        }

        private SignatureOutcome invalid(Reason reason, String detail) {
            return new Invalid(reason, facts(), detail);
        }

        private SignatureFacts facts() {
            return new SignatureFacts(Technology.SMIME, issuer, identity, signedAt, algorithm);
        }
    }
}
