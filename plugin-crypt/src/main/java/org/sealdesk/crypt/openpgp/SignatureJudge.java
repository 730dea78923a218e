package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.SignaturePacket;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.PGPContentVerifier;
import org.sealdesk.crypt.engine.OpenContext;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.SignatureFacts;
import org.sealdesk.crypt.verdict.SignatureOutcome;
import org.sealdesk.crypt.verdict.SignatureOutcome.Invalid;
import org.sealdesk.crypt.verdict.SignatureOutcome.Reason;
import org.sealdesk.crypt.verdict.SignatureOutcome.Unverifiable;
import org.sealdesk.crypt.verdict.SignerIdentity;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Judges signatures over one content: finds who may have made each, reads the content once for all of them, and asks of
 * the one that fits whether its key was allowed to sign.
 */
final class SignatureJudge {

    /** Certificates tried when a signature names a key id only, and ids collide. */
    private static final int MAX_CANDIDATES = 5;

    private static final int CHUNK_OCTETS = 16 * 1024;

    private static final Verifiers VERIFIERS = new Verifiers();

    private final OpenContext context;
    private final CertificateCache cache;
    private final Optional<Octets> decryptedBy;

    /** @param decryptedBy certificate whose secret key opened the encryption around the signatures, if there was one */
    SignatureJudge(OpenContext context, CertificateCache cache, Optional<Octets> decryptedBy) {
        this.context = context;
        this.cache = cache;
        this.decryptedBy = decryptedBy;
    }

    /**
     * One outcome for each signature, in their order.
     *
     * @param types signature types allowed here
     */
    List<SignatureOutcome> judge(List<byte[]> bodies, Content signed, List<Integer> types) throws IOException {
        List<Trial> trials = new ArrayList<>();
        for (byte[] body : bodies) {
            trials.add(prepare(body, types));
        }
        feed(trials, signed);
        return trials.stream().map(this::conclude).toList();
    }

    static Invalid malformed(String issuer, String detail) {
        return new Invalid(
                Reason.MALFORMED,
                new SignatureFacts(Technology.OPENPGP, issuer, Optional.empty(), Optional.empty(), ""),
                detail);
    }

    private Trial prepare(byte[] body, List<Integer> types) throws IOException {
        int version = body.length == 0 ? 0 : body[0];
        if (version == 2 || version == 3 || version == 5) {
            return Trial.done(unsupported("signature of version " + version + "; versions 4 and 6 are supported"));
        }
        Optional<SignaturePacket> packet = BcPackets.signaturePacket(body);
        Optional<PGPSignature> signature = BcPackets.signature(body);
        if (packet.isEmpty() || signature.isEmpty()) {
            return Trial.done(malformed("", "the signature packet cannot be read"));
        }
        Subpackets says = new Subpackets(signature.get());
        SignatureFacts facts = facts(signature.get(), says);
        int type = signature.get().getSignatureType();
        if (!types.contains(type)) {
            return Trial.done(new Invalid(
                    Reason.MALFORMED, facts, "signature of type 0x" + Integer.toHexString(type) + " over a document"));
        }
        if (says.created().isEmpty()) {
            return Trial.done(new Invalid(Reason.MALFORMED, facts, "the signature does not say when it was made"));
        }
        String digest = Algorithms.digest(signature.get().getHashAlgorithm()).orElse("");
        if (digest.isEmpty() || !KeyKind.canSign(signature.get().getKeyAlgorithm())) {
            return Trial.done(new Invalid(Reason.UNSUPPORTED, facts, "algorithm of the signature is not supported"));
        }
        if (Algorithms.messageDigest(signature.get().getHashAlgorithm()).isEmpty()) {
            return Trial.done(new Invalid(Reason.WEAK, facts, "digest " + digest + " is not accepted"));
        }
        List<Candidate> candidates = candidates(signature.get(), packet.get(), says);
        return candidates.isEmpty()
                ? Trial.done(new Unverifiable(facts))
                : new Trial.Open(signature.get(), says, facts, candidates);
    }

    private static Invalid unsupported(String detail) {
        return new Invalid(
                Reason.UNSUPPORTED,
                new SignatureFacts(Technology.OPENPGP, "", Optional.empty(), Optional.empty(), ""),
                detail);
    }

    private static SignatureFacts facts(PGPSignature signature, Subpackets says) {
        String issuer = says.issuerFingerprint()
                .map(Octets::hex)
                .orElseGet(() -> says.issuerKeyIds().stream()
                        .findFirst()
                        .map(Fingerprint::keyIdText)
                        .orElse(""));
        String digest =
                Algorithms.digest(signature.getHashAlgorithm()).orElse("digest " + signature.getHashAlgorithm());
        return new SignatureFacts(Technology.OPENPGP, issuer, Optional.empty(), says.created(), digest);
    }

    private List<Candidate> candidates(PGPSignature signature, SignaturePacket packet, Subpackets says)
            throws IOException {
        CertificateStore store = context.certificates();
        List<StoredCertificate> named = new ArrayList<>();
        Optional<Octets> fingerprint = says.issuerFingerprint();
        if (fingerprint.isPresent()) {
            named.addAll(store.byAnyFingerprint(fingerprint.get()));
        } else {
            says.issuerKeyIds().forEach(id -> named.addAll(store.byKeyId(id)));
        }
        List<Candidate> candidates = new ArrayList<>();
        for (StoredCertificate stored : named) {
            if (stored.certificate().technology() != Technology.OPENPGP || candidates.size() >= MAX_CANDIDATES) {
                continue;
            }
            Optional<EvaluatedCertificate> certificate =
                    cache.find(stored.certificate().encoded(), context.policy());
            for (EvaluatedKey key : certificate.map(EvaluatedCertificate::keys).orElse(List.of())) {
                boolean meant = fingerprint
                        .map(f -> f.equals(key.fingerprint().value()))
                        .orElseGet(() -> says.issuerKeyIds().contains(key.key().getKeyID()));
                if (meant && key.key().getVersion() == signature.getVersion()) {
                    candidates.add(candidate(certificate.orElseThrow(), key, signature, packet));
                }
            }
        }
        return candidates;
    }

    private static Candidate candidate(
            EvaluatedCertificate certificate, EvaluatedKey key, PGPSignature signature, SignaturePacket packet)
            throws IOException {
        try {
            PGPContentVerifier verifier =
                    VERIFIERS.build(signature.getKeyAlgorithm(), signature.getHashAlgorithm(), key.key());
            OutputStream digest = verifier.getOutputStream();
            if (signature.getVersion() == 6) {
                digest.write(packet.getSalt());
            }
            OutputStream sink = signature.getSignatureType() == PGPSignature.CANONICAL_TEXT_DOCUMENT
                    ? new TextCanonicalizer(digest)
                    : digest;
            return new Candidate(certificate, key, Optional.of(verifier), sink);
        } catch (PGPException | RuntimeException e) {
            // The key is not what the signature claims to be made with: it cannot have made it.
            return new Candidate(certificate, key, Optional.empty(), OutputStream.nullOutputStream());
        }
    }

    private static void feed(List<Trial> trials, Content signed) throws IOException {
        List<OutputStream> sinks = new ArrayList<>();
        trials.forEach(t -> t.candidates().forEach(c -> sinks.add(c.sink)));
        if (sinks.isEmpty()) {
            return;
        }
        if (sinks.size() == 1 && sinks.get(0) instanceof DigestSink digest) {
            digest.feed(signed);
            return;
        }
        byte[] chunk = new byte[signed.bufferOctets(CHUNK_OCTETS)];
        try (InputStream in = signed.open()) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                for (OutputStream sink : sinks) {
                    sink.write(chunk, 0, n);
                }
            }
        }
    }

    private SignatureOutcome conclude(Trial trial) {
        if (trial instanceof Trial.Done done) {
            return done.outcome();
        }
        Trial.Open open = (Trial.Open) trial;
        for (Candidate candidate : open.candidates()) {
            if (fits(candidate, open.signature())) {
                return SigningRules.judge(
                        new SigningRules.Made(
                                open.signature(),
                                open.says(),
                                candidate.certificate,
                                candidate.key,
                                withSigner(open, candidate)),
                        context,
                        decryptedBy);
            }
        }
        SignatureFacts facts = withSigner(open, open.candidates().get(0));
        return new Invalid(Reason.CONTENT_CHANGED, facts, "the signature does not fit the content");
    }

    private static boolean fits(Candidate candidate, PGPSignature signature) {
        if (candidate.verifier.isEmpty()) {
            return false;
        }
        try {
            candidate.verifier.get().getOutputStream().write(signature.getSignatureTrailer());
            return candidate.verifier.get().verify(signature.getSignature());
        } catch (PGPException | IOException | RuntimeException e) {
            return false;
        }
    }

    private SignatureFacts withSigner(Trial.Open trial, Candidate candidate) {
        SignerIdentity signer = new SignerIdentity(
                Technology.OPENPGP,
                candidate.certificate.fingerprint().hex(),
                candidate.certificate.at(context.at()).addresses(),
                new SignerIdentity.Chain.NotApplicable());
        String algorithm = candidate.key.kind().text() + ", " + trial.facts().algorithm();
        return new SignatureFacts(
                Technology.OPENPGP,
                trial.facts().issuer(),
                Optional.of(signer),
                trial.facts().signedAt(),
                algorithm);
    }

    private record Candidate(
            EvaluatedCertificate certificate,
            EvaluatedKey key,
            Optional<PGPContentVerifier> verifier,
            OutputStream sink) {}

    /** A signature on its way to an outcome. */
    private sealed interface Trial {

        /** Nothing in the content can change it any more. */
        record Done(SignatureOutcome outcome) implements Trial {}

        record Open(PGPSignature signature, Subpackets says, SignatureFacts facts, List<Candidate> candidates)
                implements Trial {}

        static Trial done(SignatureOutcome outcome) {
            return new Done(outcome);
        }

        default List<Candidate> candidates() {
            return this instanceof Open open ? open.candidates : List.of();
        }
    }
}
