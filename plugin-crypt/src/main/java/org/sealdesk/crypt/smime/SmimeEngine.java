package org.sealdesk.crypt.smime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfoParser;
import org.sealdesk.crypt.engine.CryptoEngine;
import org.sealdesk.crypt.engine.EngineRefusal;
import org.sealdesk.crypt.engine.OpenContext;
import org.sealdesk.crypt.engine.SealContext;
import org.sealdesk.crypt.engine.UnlockedKeys;
import org.sealdesk.crypt.engine.Unwrapped;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.KeystoreDamaged;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.RevocationListStore;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.DecryptionOutcome.Reason;
import org.sealdesk.crypt.verdict.SignatureOutcome;
import org.sealdesk.crypt.verdict.Technology;

/** CMS containers as S/MIME uses them (RFC 8551). May be used from any thread. */
public final class SmimeEngine implements CryptoEngine {

    private final AlgorithmPolicy policy;
    private final Limits limits;
    private final SecureRandom random;
    private final SmimeOptions options;
    private final CertificateCache certificates;
    private final OwnKeys ownKeys;
    private final SignatureJudge judge;
    private final EnvelopeOpener opener;
    private final SignedDataWriter signatures;
    private final EnvelopeWriter envelopes;
    private final OwnChain chains;
    private final KnownRevocations revocations;

    /**
     * @param issuers where the certificates above one that mail is to be written with are
     * @param revocationLists those that are known
     */
    public SmimeEngine(
            UnlockedKeys unlocked,
            AlgorithmPolicy policy,
            Limits limits,
            SecureRandom random,
            SmimeOptions options,
            CertificateStore issuers,
            RevocationListStore revocationLists) {
        Jca jca = new Jca();
        this.policy = policy;
        this.limits = limits;
        this.random = random;
        this.options = options;
        this.certificates = new CertificateCache(new CertificateParser(jca, options, limits));
        this.ownKeys = new OwnKeys(unlocked, jca);
        PathFinder paths = new PathFinder(jca, certificates, new ListCache(revocationLists));
        this.judge = new SignatureJudge(jca, certificates, paths);
        this.revocations = new KnownRevocations(revocationLists, issuers, paths, policy, limits);
        this.opener = new EnvelopeOpener(certificates, ownKeys, random);
        this.signatures = new SignedDataWriter(jca, random);
        this.envelopes = new EnvelopeWriter(random, options.keyTransport());
        this.chains = new OwnChain(certificates);
    }

    @Override
    public Technology technology() {
        return Technology.SMIME;
    }

    @Override
    public List<SignatureOutcome> verifyDetached(Content signed, Content signature, OpenContext context)
            throws IOException {
        try {
            SignedMessage message = CmsInput.read(signature, (type, info) -> {
                if (!type.equals(CMSObjectIdentifiers.signedData)) {
                    throw MalformedCms.structure("the signature is no signed-data but of type " + type);
                }
                return SignedMessage.read(info, SignedMessage.Inside.refuse(), context.limits());
            });
            return judge.judge(message, signed, context);
        } catch (MalformedCms e) {
            return List.of(SignatureJudge.malformed(e.detail()));
        }
    }

    @Override
    public Unwrapped unwrap(Content wrapped, OpenContext context) throws IOException {
        ASN1ObjectIdentifier[] seen = new ASN1ObjectIdentifier[1];
        try {
            return CmsInput.<Step>read(wrapped, (type, info) -> {
                        seen[0] = type;
                        return unwrap(wrapped, type, info, context);
                    })
                    .take();
        } catch (MalformedCms e) {
            return malformed(e, seen[0] != null && Envelope.isEnvelope(seen[0]));
        }
    }

    /** What is left to do when the container has been read, outside its parser. */
    private interface Step {
        Unwrapped take() throws IOException, MalformedCms;
    }

    private Step unwrap(Content wrapped, ASN1ObjectIdentifier type, ContentInfoParser info, OpenContext context)
            throws IOException, MalformedCms {
        if (type.equals(CMSObjectIdentifiers.signedData)) {
            SignedMessage message = SignedMessage.read(
                    info,
                    SignedMessage.Inside.keepIn(
                            context.spill().newBuffer(context.limits().mailOctets())),
                    context.limits());
            return () -> signed(wrapped, message, context);
        }
        if (Envelope.isEnvelope(type)) {
            Envelope envelope = Envelope.read(type, info, context.limits());
            return () -> opener.open(wrapped, envelope, context);
        }
        if (type.equals(CMSObjectIdentifiers.compressedData)) {
            Content content = Compression.read(
                    info, context.spill().newBuffer(context.limits().inflatedOctets()), context.limits());
            return () -> new Unwrapped.Compressed(content);
        }
        throw new MalformedCms("CMS-UNSUPPORTED", "a container of type " + type + " is not used in mail");
    }

    private Unwrapped signed(Content wrapped, SignedMessage message, OpenContext context)
            throws IOException, MalformedCms {
        if (message.signers().isEmpty() && message.content().isEmpty()) {
            return new Unwrapped.Certificates(wrapped);
        }
        if (message.signers().isEmpty()) {
            throw new MalformedCms("CMS-NO-SIGNER", "a signature container with content and without any signer");
        }
        if (message.content().isEmpty()) {
            throw new MalformedCms("CMS-NO-CONTENT", "a detached signature where signed content was expected");
        }
        Content content = message.content().get();
        return new Unwrapped.Signed(judge.judge(message, content, context), content);
    }

    /** An encryption that breaks rules in public is refused by name; all other damage to it looks the same. */
    private static Unwrapped malformed(MalformedCms e, boolean envelope) {
        if (!envelope || e.code().equals("CMS-TAG-LENGTH")) {
            return new Unwrapped.Malformed(e.code(), e.rule());
        }
        return e.code().equals("LIMIT")
                ? EnvelopeOpener.failed(Reason.REFUSED, List.of(), List.of(), e.detail())
                : EnvelopeOpener.damaged(List.of());
    }

    @Override
    public Usability usability(Certificate certificate, Usability.Purpose purpose, Instant at) {
        Optional<ParsedCertificate> parsed = certificates.find(certificate);
        return parsed.isEmpty()
                ? new Usability.Unusable(
                        "key.unsupported", "certificate " + certificate.fingerprint() + " is no X.509 certificate")
                : usability(parsed.get(), purpose, policy, at);
    }

    private Usability usability(
            ParsedCertificate certificate, Usability.Purpose purpose, AlgorithmPolicy by, Instant at) {
        Usability usability = new CertificateUse(by, options).judge(certificate, purpose, at);
        return usability instanceof Usability.Unusable
                ? usability
                : revocations
                        .of(certificate, at)
                        .<Usability>map(revoked -> revoked)
                        .orElse(usability);
    }

    @Override
    public DetachedSignature signDetached(Content signed, Certificate signer, SealContext context)
            throws EngineRefusal, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String algorithm = sign(
                signer,
                context,
                (key, method, chain) -> signatures.writeDetached(signed, key, method, chain, context.at(), out));
        return new DetachedSignature(Content.ofTrusted(out.toByteArray()), micalg(signer), algorithm);
    }

    @Override
    public String micalg(Certificate signer) {
        return certificates
                .find(signer)
                .flatMap(c -> SigningMethod.of(c, options))
                .map(m -> m.scheme().digest().micalg())
                .orElse(DigestAlgorithm.SHA_256.micalg());
    }

    @Override
    public void signOpaque(Content content, Certificate signer, SealContext context, OutputStream out)
            throws EngineRefusal, IOException {
        sign(
                signer,
                context,
                (key, method, chain) -> signatures.writeOpaque(content, key, method, chain, context.at(), out));
    }

    private interface Signing {
        void with(OwnKey key, SigningMethod method, List<ParsedCertificate> chain)
                throws IOException, GeneralSecurityException;
    }

    private String sign(Certificate signer, SealContext context, Signing signing) throws EngineRefusal, IOException {
        ParsedCertificate certificate = usable(signer, Usability.Purpose.SIGN, context);
        SigningMethod method = SigningMethod.of(certificate, options)
                .orElseThrow(() -> new EngineRefusal(
                        "algorithm.refused", certificate.shown() + ": keys of its kind do not sign here"));
        try (OwnKey key = ownKey(certificate, context)) {
            signing.with(key, method, chains.of(certificate, context.certificates(), context.limits()));
            return certificate.kind().label() + ", " + method.scheme().digest().policyName();
        } catch (GeneralSecurityException e) {
            throw new EngineRefusal("key.damaged", certificate.shown() + ": its secret key does not work", e);
        }
    }

    private OwnKey ownKey(ParsedCertificate certificate, SealContext context) throws EngineRefusal {
        try {
            return ownKeys.find(certificate, context.secrets())
                    .orElseThrow(() -> new EngineRefusal(
                            "key.missing", certificate.shown() + ": its secret key is not here, import it"));
        } catch (KeystoreLocked e) {
            throw new EngineRefusal("store.locked", String.valueOf(e.getMessage()), e);
        } catch (KeystoreDamaged e) {
            throw new EngineRefusal(
                    "key.damaged", certificate.shown() + ": the record of its secret key is damaged", e);
        }
    }

    private ParsedCertificate usable(Certificate certificate, Usability.Purpose purpose, SealContext context)
            throws EngineRefusal {
        ParsedCertificate parsed = certificates
                .find(certificate)
                .orElseThrow(() -> new EngineRefusal(
                        "key.unsupported", "certificate " + certificate.fingerprint() + " is no X.509 certificate"));
        Usability usability = usability(parsed, purpose, context.policy(), context.at());
        if (usability instanceof Usability.Unusable unusable) {
            throw new EngineRefusal(
                    unusable.code().equals("key.weak") ? "algorithm.refused" : unusable.code(), unusable.reason());
        }
        return parsed;
    }

    @Override
    public Encrypted encrypt(
            Content plain,
            List<Certificate> recipients,
            Optional<Certificate> signer,
            SealContext context,
            OutputStream out)
            throws EngineRefusal, IOException {
        if (recipients.isEmpty() || signer.isPresent()) {
            throw new IllegalArgumentException(
                    "encrypt needs a recipient and no signer, got " + recipients.size() + " and " + signer);
        }
        List<ParsedCertificate> to = new ArrayList<>();
        for (Certificate recipient : recipients) {
            to.add(usable(recipient, Usability.Purpose.ENCRYPT, context));
        }
        try {
            envelopes.write(plain, to, options.contentCipher(), out);
        } catch (GeneralSecurityException e) {
            throw new EngineRefusal("algorithm.refused", "a recipient's key does not work", e);
        }
        return options.contentCipher() == SmimeOptions.ContentCipher.AES_256_GCM
                ? new Encrypted("AES-256 GCM", true)
                : new Encrypted("AES-256 CBC", false);
    }

    @Override
    public boolean isRecipient(Content wrapped, Certificate certificate) throws IOException {
        Optional<ParsedCertificate> parsed = certificates.find(certificate);
        try {
            return parsed.isPresent()
                    && CmsInput.<Boolean>read(
                            wrapped,
                            (type, info) -> Envelope.isEnvelope(type)
                                    && Recipients.read(
                                                    Envelope.read(type, info, limits)
                                                            .recipients(),
                                                    random,
                                                    limits.recipients())
                                            .stream()
                                            .anyMatch(r -> r.name().names(parsed.get())));
        } catch (MalformedCms e) {
            return false;
        }
    }

    @Override
    public boolean signsInsideEncryption() {
        return false;
    }
}
